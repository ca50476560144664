import { Inject } from '@nestjs/common';
import { blockUser, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { BlockSteps } from './block-steps.js';

/** `block_user`, and `POST /api/blocks`; again changes nothing. */
@Handles(blockUser)
export class BlockUser implements CommandHandler<typeof blockUser> {
  constructor(@Inject(BlockSteps) private readonly steps: BlockSteps) {}

  async handle(
    { userId }: InputOf<typeof blockUser>,
    { actor }: Context<typeof blockUser>,
  ): Promise<Outcome<typeof blockUser>> {
    await this.steps.set(actor.userId, userId, true);
    return { output: undefined };
  }
}
