import { Inject } from '@nestjs/common';
import { deleteUser, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { administratorId, requireNotOneself } from './admin.policy.js';

/** `DELETE /api/admin/users/:userId`: erasure. What the person wrote stays, without a name; again is no error. */
@Handles(deleteUser)
export class DeleteUser implements CommandHandler<typeof deleteUser> {
  constructor(@Inject(AUTH) private readonly auth: Auth) {}

  async handle(
    { userId }: InputOf<typeof deleteUser>,
    { actor }: Context<typeof deleteUser>,
  ): Promise<Outcome<typeof deleteUser>> {
    requireNotOneself(actor, userId);
    await this.auth.eraseUser(userId, administratorId(actor));
    return { output: undefined };
  }
}
