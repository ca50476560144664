import { Inject } from '@nestjs/common';
import { type InputOf, linkAttachments } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type Clock, CLOCK } from '../../kernel/clock.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { listReadable } from './attachments.queries.js';
import { FileLinks } from './file-links.js';

/** `link_attachments`, and `POST /api/attachments/links` */
@Handles(linkAttachments)
export class LinkAttachments implements CommandHandler<typeof linkAttachments> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FileLinks) private readonly links: FileLinks,
  ) {}

  async handle(
    { attachment_ids }: InputOf<typeof linkAttachments>,
    { actor }: Context<typeof linkAttachments>,
  ): Promise<Outcome<typeof linkAttachments>> {
    const rows = await listReadable(this.database, attachment_ids, actor.userId, this.clock.now());
    return { output: rows.map(({ id, thumbnail }) => this.links.make(id, actor, thumbnail)) };
  }
}
