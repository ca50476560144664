import { Inject, Injectable } from '@nestjs/common';
import type { Message } from '@stm-chat/protocol';
import type { Spending } from '../../kernel/limiter.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { requireChanged } from './change-message.policy.js';
import type { MessageChange } from './change-message.repository.js';
import type { MessagesChanged } from './messages.api.js';
import { Publication } from './publication.js';

export interface ChangedMessage {
  readonly output: Message;
  readonly repeated: boolean;
}

/** Who asked for which change. */
export interface ChangeCall {
  readonly actorId: number;
  readonly chatId: string;
  readonly messageId: string;
  readonly limit: Spending;
}

/** What edits, deletions and reactions have in common once they are committed. */
@Injectable()
export class MessageChanges {
  constructor(
    @Inject(Publication) private readonly publication: Publication,
    @Inject(CHATS) private readonly chats: Chats,
  ) {}

  /**
   * Publishes what a change came to, and gives the message that was asked for as it is now.
   * @throws CommandError that says why nothing was written
   */
  async settle(
    { outcome, memberIds, messages }: MessageChange,
    kind: MessagesChanged['kind'],
    { actorId, chatId, messageId, limit }: ChangeCall,
  ): Promise<ChangedMessage> {
    if (outcome === 'no_chat') throw await this.chats.refusalOf(actorId, chatId);
    requireChanged(outcome, limit);
    const output = messages.find(({ id }) => id === messageId);
    if (output === undefined) throw new Error('a change gave no message');
    if (outcome === 'same') limit.refund();
    else this.publication.publishChange({ chatId: output.chatId, memberIds, messages, kind });
    return { output, repeated: outcome === 'same' };
  }
}
