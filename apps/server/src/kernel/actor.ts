import type { Role } from '@stm-chat/protocol';

/** Who calls. Made by an `Authenticator` from a token, never from a payload. */
export type Actor = UserActor | ServiceActor | AnonymousActor;

export interface UserActor {
  readonly kind: 'user';
  readonly userId: number;
  readonly role: Role;
  /** The session (`sid`) of a token that this server signed; null for a host's tokens. */
  readonly sessionId: string | null;
  /** When the token ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The host platform, by its `SERVICE_TOKEN`. */
export interface ServiceActor {
  readonly kind: 'service';
}

export interface AnonymousActor {
  readonly kind: 'anonymous';
}

export const anonymous: AnonymousActor = { kind: 'anonymous' };

/** Turns a bearer token into an actor; the auth feature implements it, both doors use it. */
export interface Authenticator {
  /**
   * @throws CommandError `unauthorized` or `token_expired`; `unavailable` when the database does not answer
   */
  authenticate(token: string): Promise<UserActor | ServiceActor>;
}

export const AUTHENTICATOR = Symbol('Authenticator');
