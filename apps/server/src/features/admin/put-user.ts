import { Inject } from '@nestjs/common';
import { type InputOf, putUser } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { administratorId, requireNotOneself } from './admin.policy.js';

/** `PUT /api/admin/users/:userId`; the same again changes nothing. */
@Handles(putUser)
export class PutUser implements CommandHandler<typeof putUser> {
  constructor(@Inject(AUTH) private readonly auth: Auth) {}

  async handle(
    { userId, ...change }: InputOf<typeof putUser>,
    { actor }: Context<typeof putUser>,
  ): Promise<Outcome<typeof putUser>> {
    if (change.disabled === true || (change.role ?? 'admin') !== 'admin') requireNotOneself(actor, userId);
    return { output: await this.auth.putUser(userId, change, administratorId(actor)) };
  }
}
