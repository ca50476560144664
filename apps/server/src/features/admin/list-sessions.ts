import { Inject } from '@nestjs/common';
import { listSessions, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUDIT, type Audit } from '../audit/audit.api.js';
import { AUTH, type Auth } from '../auth/auth.api.js';

/** `GET /api/admin/users/:userId/sessions`; the look is noted before it is given. */
@Handles(listSessions)
export class ListSessions implements CommandHandler<typeof listSessions> {
  constructor(
    @Inject(AUTH) private readonly auth: Auth,
    @Inject(AUDIT) private readonly audit: Audit,
  ) {}

  async handle(
    { userId }: InputOf<typeof listSessions>,
    { actor }: Context<typeof listSessions>,
  ): Promise<Outcome<typeof listSessions>> {
    await this.audit.noteLook(actor, 'read_sessions', `user:${userId}`);
    const sessions = await this.auth.listSessions(userId);
    return {
      output: {
        sessions: sessions.map(({ id, userAgent, createdAt, expiresAt, endedAt }) => ({
          id,
          user_agent: userAgent,
          created_at: createdAt.toISOString(),
          expires_at: expiresAt.toISOString(),
          ended_at: endedAt?.toISOString() ?? null,
        })),
      },
    };
  }
}
