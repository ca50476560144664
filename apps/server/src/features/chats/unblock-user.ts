import { Inject } from '@nestjs/common';
import { unblockUser, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { BlockSteps } from './block-steps.js';

/** `unblock_user`, and `DELETE /api/blocks/:userId`; who is not blocked stays so. */
@Handles(unblockUser)
export class UnblockUser implements CommandHandler<typeof unblockUser> {
  constructor(@Inject(BlockSteps) private readonly steps: BlockSteps) {}

  async handle(
    { userId }: InputOf<typeof unblockUser>,
    { actor }: Context<typeof unblockUser>,
  ): Promise<Outcome<typeof unblockUser>> {
    await this.steps.set(actor.userId, userId, false);
    return { output: undefined };
  }
}
