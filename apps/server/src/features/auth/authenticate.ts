import { Inject } from '@nestjs/common';
import { authenticate, type InputOf } from '@stm-chat/protocol/schemas';
import { AUTHENTICATOR, type Authenticator } from '../../kernel/actor.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';

/** `authenticate`: a new token for an open connection, of the same user. Any refusal leaves the connection as it was. */
@Handles(authenticate)
export class Authenticate implements CommandHandler<typeof authenticate> {
  constructor(@Inject(AUTHENTICATOR) private readonly authenticator: Authenticator) {}

  async handle(
    { token }: InputOf<typeof authenticate>,
    { actor, connection }: Context<typeof authenticate>,
  ): Promise<Outcome<typeof authenticate>> {
    const renewed = await this.authenticator.authenticate(token);
    if (renewed.kind !== 'user' || renewed.userId !== actor.userId) {
      throw new CommandError('unauthorized', 'This token is another user’s.');
    }
    connection?.renew(renewed);
    return { output: { expires_at: new Date(renewed.expiresAt).toISOString() } };
  }
}
