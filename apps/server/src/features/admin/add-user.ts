import { Inject } from '@nestjs/common';
import { addUser, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { administratorId } from './admin.policy.js';

/** `POST /api/admin/users`: an account of this server's own. */
@Handles(addUser)
export class AddUser implements CommandHandler<typeof addUser> {
  constructor(@Inject(AUTH) private readonly auth: Auth) {}

  async handle(
    { region, ...account }: InputOf<typeof addUser>,
    { actor }: Context<typeof addUser>,
  ): Promise<Outcome<typeof addUser>> {
    return { output: await this.auth.addUser({ ...account, region: region ?? null }, administratorId(actor)) };
  }
}
