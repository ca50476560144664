import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import type { Authenticator, ServiceActor, UserActor } from '../../kernel/actor.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError } from '../../kernel/errors.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { AuthNews } from './auth-news.js';
import { BatchedCalls } from './batched-calls.js';
import { differs, type HostUser } from './host-user.rules.js';
import { type Claim, type Identity, readIdentities } from './identity-queries.js';
import { serviceTokenCheck } from './service-token.js';
import { TokenVerifier, type VerifiedToken } from './token-verifier.js';
import { putHostUsers } from './users.repository.js';

const LOOKUPS = { batch: 500, atOnce: 2, waiting: 10_000 };
const WRITES = { batch: 200, atOnce: 1, waiting: 10_000 };
const service: ServiceActor = { kind: 'service' };

/**
 * Who comes with a token. Every token is held against the database, in one statement that many callers share: a session
 * may have been ended, a user disabled, since it was signed. The database is written to only when a host's token says
 * something new.
 */
@Injectable()
export class TokenAuthenticator implements Authenticator {
  readonly #isServiceToken: (token: string) => boolean;
  readonly #identities: BatchedCalls<Claim, Identity>;
  readonly #writes: BatchedCalls<HostUser, boolean>;

  constructor(
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
    @Inject(DATABASE) database: Database,
    @Inject(AuthNews) private readonly news: AuthNews,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) { auth }: Config,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#isServiceToken = serviceTokenCheck(auth.serviceToken);
    this.#identities = new BatchedCalls((claims) => readIdentities(database, claims), LOOKUPS, clock);
    this.#writes = new BatchedCalls((users) => putHostUsers(database, users), WRITES, clock);
  }

  async authenticate(token: string): Promise<UserActor | ServiceActor> {
    if (this.#isServiceToken(token)) return service;
    try {
      const verified = await this.verifier.verify(token);
      return await (verified.kind === 'own' ? this.#ownUser(verified) : this.#hostUser(verified));
    } catch (refusal) {
      this.#explain(refusal);
      throw refusal;
    }
  }

  /** The caller is told little, as it helps those who forge; whoever connects a host platform finds the reason here. */
  #explain(refusal: unknown): void {
    if (!(refusal instanceof CommandError) || refusal.code === 'unavailable') return;
    const why = refusal.cause instanceof Error ? refusal.cause.message : refusal.message;
    this.logger.debug({ code: refusal.code, why }, 'a token was refused');
  }

  async #ownUser({ userId, sessionId, expiresAt }: VerifiedToken & { kind: 'own' }): Promise<UserActor> {
    const identity = await this.#identities.call({ userId, sessionId, email: null });
    requireWelcome(identity);
    if (identity.role === null || !identity.session_lives)
      throw new CommandError('unauthorized', 'This session has ended.');
    return { kind: 'user', userId, role: identity.role, sessionId, expiresAt };
  }

  async #hostUser({ user, expiresAt }: VerifiedToken & { kind: 'host' }): Promise<UserActor> {
    const identity = await this.#identities.call({ userId: user.id, sessionId: null, email: user.email ?? null });
    requireWelcome(identity);
    if (identity.own) throw new CommandError('unauthorized', 'This user number belongs to an account of this server.');
    const told: HostUser = identity.email_taken ? { ...user, email: undefined } : user;
    if (identity.role === null || differs(told, { ...identity, role: identity.role })) await this.#write(told);
    return { kind: 'user', userId: user.id, role: user.role, sessionId: null, expiresAt };
  }

  async #write(user: HostUser): Promise<void> {
    const written = await this.#writes.call(user);
    // Somebody made an account of this number, disabled or erased the user since we looked.
    if (!written) throw new CommandError('unauthorized', 'This user has no access.');
    this.news.userChanged.tell(user.id);
  }
}

function requireWelcome({ shut_out }: Identity): void {
  if (shut_out) throw new CommandError('unauthorized', 'This user has no access.');
}
