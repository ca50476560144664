import { Inject, Injectable } from '@nestjs/common';
import type { Account, Role, UserRecord } from '@stm-chat/protocol';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid, notFound } from '../../kernel/errors.js';
import type { Auth, KnownUser, NewAccount, SessionRecord, UserChange, UserChoice } from './auth.api.js';
import { requireUncommon } from './common-passwords.js';
import { requireOwnWords, siteWords } from './password-words.js';
import { AuthNews } from './auth-news.js';
import { EndedAccess } from './ended-access.js';
import { Passwords } from './passwords.js';
import { endSessionAudited } from './sessions.repository.js';
import { readSessions } from './sessions.queries.js';
import { toAccount, toUserRecord } from './users.mapper.js';
import * as queries from './users.queries.js';
import * as repository from './users.repository.js';

/** The feature as others see it: `auth.api.ts`. */
@Injectable()
export class AuthPort implements Auth {
  readonly userChanged;
  readonly userDisabled;
  readonly sessionEnded;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(EndedAccess) private readonly ended: EndedAccess,
    @Inject(AuthNews) private readonly news: AuthNews,
  ) {
    this.userChanged = news.userChanged;
    this.userDisabled = news.userDisabled;
    this.sessionEnded = news.sessionEnded;
  }

  async findUsers(userIds: readonly number[]): Promise<ReadonlyMap<number, KnownUser>> {
    const users = await queries.findUsers(this.database, userIds);
    return new Map(users.map((user) => [user.id, user]));
  }

  async requireUser(userId: number): Promise<KnownUser> {
    const [user] = await queries.findUsers(this.database, [userId]);
    if (user === undefined) throw notFound('user');
    return user;
  }

  async ensureUser(userId: number, role: Role): Promise<void> {
    if (!(await repository.ensureUser(this.database, userId, role))) throw notFound('user');
  }

  async putUser(userId: number, change: UserChange, actorId: number): Promise<UserRecord> {
    const put = await refusingTakenEmail(() => repository.putUser(this.database, userId, change, actorId));
    if (put.outcome === 'no_role') throw invalid('role', 'is missing: a new user needs one');
    if (put.outcome === 'erased') throw notFound('user');
    this.#sessionsEnded(userId, put.ended);
    if (put.disabled_at !== null) this.ended.userDisabled(userId, put.disabled_at);
    if (put.outcome === 'done') this.news.userChanged.tell(userId);
    return toUserRecord(put);
  }

  disabled(userId: number, { since, ended }: { readonly since: Date; readonly ended: readonly string[] }): void {
    this.#sessionsEnded(userId, ended);
    this.ended.userDisabled(userId, since);
    this.news.userChanged.tell(userId);
  }

  async listSessions(userId: number): Promise<SessionRecord[]> {
    await this.requireUser(userId);
    return readSessions(this.database, userId);
  }

  async endSession(sessionId: string, actorId: number): Promise<boolean> {
    const ended = await endSessionAudited(this.database, sessionId, actorId);
    this.ended.sessionsEnded(ended);
    return ended.length > 0;
  }

  async eraseUser(userId: number, actorId: number): Promise<void> {
    const { outcome, disabled_at } = await repository.eraseUser(this.database, userId, actorId);
    if (outcome === 'no_user') throw notFound('user');
    if (disabled_at === null) return;
    this.ended.userDisabled(userId, disabled_at);
    this.news.userChanged.tell(userId);
  }

  async addAccount({ password, ...account }: NewAccount): Promise<Account> {
    const hash = await this.passwords.hash(password);
    return toAccount(await refusingTakenEmail(() => repository.addAccount(this.database, account, hash)));
  }

  async addUser({ password, ...account }: NewAccount, actorId: number): Promise<UserRecord> {
    requireUncommon(password, 'password');
    requireOwnWords(password, 'password', [...siteWords(this.config), account.name, account.email]);
    const hash = await this.passwords.hash(password);
    const made = () => repository.addAudited(this.database, account, hash, actorId);
    return toUserRecord(await refusingTakenEmail(made));
  }

  async listUsers(choice: UserChoice): Promise<UserRecord[]> {
    return (await queries.listRecords(this.database, choice)).map(toUserRecord);
  }

  async findAccount(email: string): Promise<Account | undefined> {
    const known = await queries.findCredentials(this.database, email);
    return known === undefined ? undefined : toAccount(known);
  }

  #sessionsEnded(userId: number, sessionIds: readonly string[]): void {
    this.ended.sessionsEnded(sessionIds.map((sessionId) => ({ sessionId, userId })));
  }
}

async function refusingTakenEmail<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!repository.isEmailTaken(error)) throw error;
    throw new CommandError('conflict', 'This e-mail address belongs to another user.', { cause: error });
  }
}
