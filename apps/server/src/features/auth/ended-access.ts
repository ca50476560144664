import { Inject, Injectable } from '@nestjs/common';
import type { WireError } from '@stm-chat/protocol';
import { CONNECTIONS, type Connections, type LocalEndings } from '../../kernel/connection.js';
import type { SessionEnded } from './auth.api.js';
import { AuthNews } from './auth-news.js';

const SESSION_ENDED: WireError = { code: 'unauthorized', message: 'This session has ended.' };
const USER_DISABLED: WireError = { code: 'unauthorized', message: 'This account has no access any more.' };
/** Longer than the same ending can be seen again by `AccessWatch`. */
const REMEMBERED = 10_000;

/**
 * What happens when somebody's access ends, wherever that was decided: connections close, then the features
 * above are told, once. Closing is repeated as often as the ending is seen, because a handshake or a renewal that was
 * verified just before the first time may have opened a door since.
 */
@Injectable()
export class EndedAccess {
  readonly #told = new Set<string>();

  constructor(
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(AuthNews) private readonly news: AuthNews,
  ) {}

  /** @param at `here` for what every node finds out by itself */
  sessionsEnded(sessions: readonly SessionEnded[], at: 'everywhere' | 'here' = 'everywhere'): void {
    for (const session of sessions) {
      this.#endings(at).closeSession(session.sessionId, SESSION_ENDED);
      if (this.#isNew(session.sessionId)) this.news.sessionEnded.tell(session);
    }
  }

  /** @param since when, by the database: somebody can be disabled again */
  userDisabled(userId: number, since: Date, at: 'everywhere' | 'here' = 'everywhere'): void {
    this.#endings(at).closeUser(userId, USER_DISABLED);
    if (this.#isNew(`${userId} ${since.getTime()}`)) this.news.userDisabled.tell(userId);
  }

  /** All connections of somebody who logged out everywhere: those with a host's token have no session to end. */
  loggedOutEverywhere(userId: number): void {
    this.connections.closeUser(userId, SESSION_ENDED);
  }

  #endings(at: 'everywhere' | 'here'): LocalEndings {
    return at === 'here' ? this.connections.here : this.connections;
  }

  #isNew(ending: string): boolean {
    if (this.#told.has(ending)) return false;
    this.#told.add(ending);
    const [oldest] = this.#told;
    if (this.#told.size > REMEMBERED && oldest !== undefined) this.#told.delete(oldest);
    return true;
  }
}
