/** Who is here. */
export interface Presence {
  /**
   * True while any device of the user is connected, and for 10 s after the last one went: what others were told, so that
   * a summary and the event `presence` agree.
   */
  isOnline(userId: number): boolean;
}

export const PRESENCE = Symbol('Presence');
