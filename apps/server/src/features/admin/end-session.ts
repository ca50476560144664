import { Inject } from '@nestjs/common';
import { endSession, type InputOf } from '@stm-chat/protocol/schemas';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { administratorId } from './admin.policy.js';

/** `DELETE /api/admin/sessions/:sessionId` */
@Handles(endSession)
export class EndSession implements CommandHandler<typeof endSession> {
  constructor(@Inject(AUTH) private readonly auth: Auth) {}

  async handle(
    { sessionId }: InputOf<typeof endSession>,
    { actor }: Context<typeof endSession>,
  ): Promise<Outcome<typeof endSession>> {
    if (!(await this.auth.endSession(sessionId, administratorId(actor)))) throw notFound('session');
    return { output: undefined };
  }
}
