/** What people are told in the application. */
export interface Notifications {
  /**
   * Sends notifications, as they are when it is their turn, to the connected devices of the users they are for. For rows
   * that another feature wrote into `notifications` with its command (a dispute, a deadline): after the commit.
   */
  announce(notifications: readonly NotificationOfUser[]): void;
}

export interface NotificationOfUser {
  readonly id: string;
  readonly userId: number;
}

export const NOTIFICATIONS = Symbol('Notifications');
