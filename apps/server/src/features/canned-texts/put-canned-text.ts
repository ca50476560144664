import { Inject } from '@nestjs/common';
import { CANNED_TEXTS_MAX } from '@stm-chat/protocol';
import { type InputOf, putCannedText } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError, invalid, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { readTexts } from './canned-texts.queries.js';
import { putText } from './canned-texts.repository.js';

/** `PUT /api/canned-texts/:textId`: the same again changes nothing. */
@Handles(putCannedText)
export class PutCannedText implements CommandHandler<typeof putCannedText> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { textId, scope, title, text }: InputOf<typeof putCannedText>,
    { actor: { userId } }: Context<typeof putCannedText>,
  ): Promise<Outcome<typeof putCannedText>> {
    const wanted = { id: textId, userId, ofRegion: scope === 'region', title, text };
    switch (await putText(this.database, wanted, CANNED_TEXTS_MAX, this.clock.now())) {
      case 'no_lsm':
        throw new CommandError('forbidden', 'Canned texts are for local service managers.');
      case 'no_region':
        throw invalid('scope', 'can only be mine: you have no region');
      case 'not_found':
        throw notFound('text');
      case 'full':
        throw new CommandError('conflict', `There is room for ${CANNED_TEXTS_MAX} texts: delete one first.`);
      case 'done': {
        const [written] = (await readTexts(this.database, userId, textId)) ?? [];
        // Taken away by a colleague, or the LSM was moved, between the two statements.
        if (written === undefined) throw notFound('text');
        return { output: written };
      }
    }
  }
}
