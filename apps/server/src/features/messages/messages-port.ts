import { Inject, Injectable } from '@nestjs/common';
import type { Message } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import type { ChatPosition, MessageKey, Messages } from './messages.api.js';
import { toWire } from './messages.mapper.js';
import { readAt } from './messages.queries.js';
import { Publication } from './publication.js';

/** The feature as others see it: `messages.api.ts`. */
@Injectable()
export class MessagesPort implements Messages {
  readonly committed;
  readonly changed;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Publication) private readonly publication: Publication,
  ) {
    this.committed = publication.committed;
    this.changed = publication.changed;
  }

  async readAt(keys: readonly MessageKey[]): Promise<Message[]> {
    return (await readAt(this.database, keys)).map(toWire);
  }

  joining<T extends ChatPosition>(chatId: string, join: () => Promise<T>): Promise<T> {
    return this.publication.sequencer.joining(chatId, join);
  }

  reached(chatId: string, at: { readonly seq?: number; readonly revision?: number }): void {
    this.publication.sequencer.reached(chatId, at);
  }
}
