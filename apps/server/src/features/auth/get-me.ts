import { Inject } from '@nestjs/common';
import { getMe, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from './auth.api.js';
import { toAccount } from './users.mapper.js';

/** `GET /api/auth/me`. */
@Handles(getMe)
export class GetMe implements CommandHandler<typeof getMe> {
  constructor(@Inject(AUTH) private readonly auth: Auth) {}

  async handle(_: InputOf<typeof getMe>, { actor }: Context<typeof getMe>): Promise<Outcome<typeof getMe>> {
    return { output: toAccount(await this.auth.requireUser(actor.userId)) };
  }
}
