import type { Account, Role, UserRecord } from '@stm-chat/protocol';
import type { News } from '../../kernel/news.js';

/** Somebody who may take part; erased users are nobody. */
export interface KnownUser extends Account {
  readonly disabled: boolean;
}

/** What an administrator or the host platform says about a user; what is left out stays. */
export interface UserChange {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly role?: Role | undefined;
  readonly region?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** An account of this server's own, which signs in with a password. */
export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly region: string | null;
  readonly password: string;
}

/** Which users are listed. */
export interface UserChoice {
  /** A number, or part of a name or an e-mail; null: everybody. */
  readonly words: string | null;
  readonly role: Role | null;
  /** The last user of the page before; null for the first page. */
  readonly after: { readonly at: Date; readonly id: number } | null;
  readonly limit: number;
}

export interface SessionRecord {
  readonly id: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export interface SessionEnded {
  readonly sessionId: string;
  readonly userId: number;
}

/** The people of this server. */
export interface Auth {
  /** Those of them who are known and not erased. */
  findUsers(userIds: readonly number[]): Promise<ReadonlyMap<number, KnownUser>>;
  /** @throws CommandError `not_found` for an unknown or erased user */
  requireUser(userId: number): Promise<KnownUser>;
  /**
   * Makes a user whom the host platform names before they were ever here; one who is known stays as they are.
   * @throws CommandError `not_found` when this user was erased
   */
  ensureUser(userId: number, role: Role): Promise<void>;
  /**
   * Makes or changes a user, and writes down who did it.
   * @param actorId the administrator, or 0 for the host platform and the operator
   * @throws CommandError `invalid_payload` when a new user has no role, `conflict` when the e-mail is another's,
   *   `not_found` when this user was erased
   */
  putUser(userId: number, change: UserChange, actorId: number): Promise<UserRecord>;
  /** The SQL function `put_user` disabled somebody, in another feature's transaction: their connections close. */
  disabled(userId: number, by: { readonly since: Date; readonly ended: readonly string[] }): void;
  /**
   * Hides a person for good: name and e-mail are gone, no token is good any more, all connections close. The number
   * stays, since messages name it. Again: nothing happens.
   * @throws CommandError `not_found`
   */
  eraseUser(userId: number, actorId: number): Promise<void>;
  /**
   * @returns the new account; its number is one that no host platform's user has
   * @throws CommandError `conflict` when the e-mail is another's
   */
  addAccount(account: NewAccount): Promise<Account>;
  /** As `addAccount`, by an administrator or the host platform (0), which is written down. */
  addUser(account: NewAccount, actorId: number): Promise<UserRecord>;
  /** Users who are not erased, newest first, after the one whose number is `before`. */
  listUsers(choice: UserChoice): Promise<UserRecord[]>;
  /** Where somebody is or was signed in, latest first; at most 100. @throws CommandError `not_found` */
  listSessions(userId: number): Promise<SessionRecord[]>;
  /** Signs a device out, which is written down. @returns false when there is no such session, or it has ended */
  endSession(sessionId: string, actorId: number): Promise<boolean>;
  /** The user whose e-mail this is, whatever its case. */
  findAccount(email: string): Promise<Account | undefined>;

  /** After a commit on this node: name, role or region of a user are different. */
  readonly userChanged: News<number>;
  /** Disabled or erased, on any node; told within a second. Connections are closed already. */
  readonly userDisabled: News<number>;
  /** Logged out, on any node; told within a second. Connections are closed already. */
  readonly sessionEnded: News<SessionEnded>;
}

export const AUTH = Symbol('Auth');
