import { Inject, Injectable } from '@nestjs/common';
import type { Message } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import type { UserActor } from '../../kernel/actor.js';
import type { Spending } from '../../kernel/limiter.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { requireChanged } from './change-message.policy.js';
import type { ChangeRequest, MessageChange } from './change-message.repository.js';
import type { MessagesChanged } from './messages.api.js';
import { Publication } from './publication.js';

export interface ChangedMessage {
  readonly output: Message;
  readonly repeated: boolean;
}

/** Who asks for a change, and within which limit. */
interface ChangeContext {
  readonly actor: Pick<UserActor, 'userId'>;
  readonly limit: Spending;
}

/** What edits, deletions, reactions and whatever else changes a message have in common. */
@Injectable()
export class MessageChanges {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Publication) private readonly publication: Publication,
    @Inject(CHATS) private readonly chats: Chats,
  ) {}

  /**
   * Writes a change, publishes what it came to, and gives the message that was asked for as it is now.
   * @param write the one statement that does it
   * @throws CommandError that says why nothing was written
   */
  async make(
    kind: MessagesChanged['kind'],
    { chatId, messageId }: Pick<ChangeRequest, 'chatId' | 'messageId'>,
    { actor: { userId: actorId }, limit }: ChangeContext,
    write: (database: Database, request: ChangeRequest) => Promise<MessageChange>,
  ): Promise<ChangedMessage> {
    const request = { chatId, messageId, actorId, overLimit: !limit.allowed };
    const { outcome, memberIds, messages } = await write(this.database, request);
    if (outcome === 'no_chat') throw await this.chats.refusalOf(actorId, chatId);
    requireChanged(outcome, limit);
    const output = messages.find(({ id }) => id === messageId);
    if (output === undefined) throw new Error('a change gave no message');
    if (outcome === 'same') limit.refund();
    else this.publication.publishChange({ chatId: output.chatId, memberIds, messages, kind });
    return { output, repeated: outcome === 'same' };
  }
}
