import { Inject } from '@nestjs/common';
import { type InputOf, logout } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { EndedAccess } from './ended-access.js';
import { endSession, endSessions, findSession } from './sessions.repository.js';

/**
 * `POST /api/auth/logout`. Either token names the session; a refresh token alone will do, when the access token has
 * expired. A session that has ended already is no error. A host's token has no session here: `everywhere` closes its
 * connections, and the token itself is the host's.
 */
@Handles(logout)
export class Logout implements CommandHandler<typeof logout> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EndedAccess) private readonly ended: EndedAccess,
  ) {}

  async handle(
    { refresh_token, everywhere = false }: InputOf<typeof logout>,
    { actor }: Context<typeof logout>,
  ): Promise<Outcome<typeof logout>> {
    if (actor.kind !== 'user' && refresh_token === undefined) throw new CommandError('unauthorized', 'Sign in first.');
    const found = refresh_token === undefined ? undefined : await findSession(this.database, refresh_token);
    const user = actor.kind === 'user' ? actor : null;
    const userId = user?.userId ?? (found?.live === true ? found.userId : null);
    const sessionIds = [user?.sessionId ?? null, found?.sessionId ?? null].filter((id) => id !== null);
    for (const sessionId of new Set(sessionIds)) this.ended.sessionsEnded(await endSession(this.database, sessionId));
    if (everywhere && userId !== null) {
      this.ended.sessionsEnded(await endSessions(this.database, userId, null));
      this.ended.loggedOutEverywhere(userId);
    }
    return { output: undefined };
  }
}
