import { Inject } from '@nestjs/common';
import { type InputOf, listBlocks } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './blocks.repository.js';

/** `list_blocks`, and `GET /api/blocks` */
@Handles(listBlocks)
export class ListBlocks implements CommandHandler<typeof listBlocks> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    _input: InputOf<typeof listBlocks>,
    { actor }: Context<typeof listBlocks>,
  ): Promise<Outcome<typeof listBlocks>> {
    const rows = await repository.listBlocks(this.database, actor.userId);
    const blocks = rows.map(({ user_id: userId, name, created_at }) => ({
      userId,
      name,
      created_at: created_at.toISOString(),
    }));
    return { output: { blocks, next: null } };
  }
}
