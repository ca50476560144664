import { Inject } from '@nestjs/common';
import { type InputOf, refreshSession } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { EndedAccess } from './ended-access.js';
import { SessionAnswer } from './session-answer.js';
import { endTooOld, newRefreshToken, rotateRefreshToken } from './sessions.repository.js';

/** `POST /api/auth/refresh`. A token that was used before was stolen, or its thief was faster: the session ends. */
@Handles(refreshSession)
export class RefreshSession implements CommandHandler<typeof refreshSession> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(EndedAccess) private readonly ended: EndedAccess,
    @Inject(SessionAnswer) private readonly answer: SessionAnswer,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle({ refresh_token }: InputOf<typeof refreshSession>): Promise<Outcome<typeof refreshSession>> {
    if (refresh_token === undefined) throw new CommandError('unauthorized', 'Sign in first.');
    const { sessionSeconds } = this.config.auth;
    const tooOld = sessionSeconds === null ? [] : await endTooOld(this.database, refresh_token, sessionSeconds);
    this.ended.sessionsEnded(tooOld);
    const next = newRefreshToken();
    const seconds = this.config.auth.refreshTokenSeconds;
    const { outcome, session_id, ...user } = await rotateRefreshToken(this.database, refresh_token, next, seconds);
    if (outcome === 'done') return { output: await this.answer.of(user, session_id, next) };
    if (outcome === 'replayed') {
      this.logger.warn(
        { userId: user.id, sessionId: session_id },
        'a used refresh token came again; its session was ended',
      );
      this.ended.sessionsEnded([{ sessionId: session_id, userId: user.id }]);
    }
    throw new CommandError('unauthorized', 'This session has ended; sign in again.');
  }
}
