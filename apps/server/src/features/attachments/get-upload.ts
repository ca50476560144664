import { Inject } from '@nestjs/common';
import { getUpload, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { toUpload } from './attachments.mapper.js';
import { findUpload } from './attachments.queries.js';

/** `get_upload`, and `GET /api/uploads/:attachmentId` */
@Handles(getUpload)
export class GetUpload implements CommandHandler<typeof getUpload> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { attachmentId }: InputOf<typeof getUpload>,
    { actor }: Context<typeof getUpload>,
  ): Promise<Outcome<typeof getUpload>> {
    const row = await findUpload(this.database, actor.userId, attachmentId);
    if (row === undefined) throw notFound('upload');
    return { output: toUpload(row) };
  }
}
