import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { BUS, type Bus, type Topic } from '../../kernel/bus.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { type Metrics, METRICS } from '../../kernel/metrics.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { ChatStatuses } from './chat-statuses.js';
import { TypingStates } from './typing-states.js';

/** That a start was told: the limit on starts holds over all servers. */
const STARTED: Topic<{ chatId: string; userId: number }> = {
  name: 'typing-started',
  schema: z.object({ chatId: z.string(), userId: z.int() }),
};

/** Who is writing, and everything that ends it without a word of the writer. */
@Injectable()
export class TypingWatch {
  readonly states: TypingStates;
  readonly statuses: ChatStatuses;

  constructor(
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Config,
    @Inject(PUBLISHER) publisher: Publisher,
    @Inject(CONNECTIONS) connections: Connections,
    @Inject(CHATS) chats: Chats,
    @Inject(MESSAGES) messages: Messages,
    @Inject(METRICS) metrics: Metrics,
    @Inject(BUS) bus: Bus,
  ) {
    this.statuses = new ChatStatuses(clock);
    this.states = new TypingStates(
      clock,
      config.limits.typing,
      (chatId, userId, isTyping) => {
        publisher.toOthers(chatId, userId, 'user_typing', { userId, isTyping, chatId });
        if (isTyping && config.limits.typing !== null) bus.send(STARTED, { chatId, userId });
      },
      () => metrics.count('chat_ratelimit_rejections_total', { limiter: 'typing' }),
    );
    bus.hear(STARTED, ({ chatId, userId }) => this.states.startedElsewhere(chatId, userId));
    messages.committed.subscribe((committed) => {
      for (const { sender_id } of committed.messages) this.states.ended(committed.chatId, sender_id);
    });
    connections.onChatLeft(({ chatId, userId }) => {
      this.states.ended(chatId, userId);
      if (connections.joinedUsers(chatId).length === 0) this.statuses.forget(chatId);
    });
    chats.chatChanged.subscribe(({ chatId, kind }) => {
      // `members` also when one of them has blocked the other.
      if (kind !== 'status' && kind !== 'members') return;
      this.statuses.forget(chatId);
      this.states.endedAll(chatId);
    });
  }
}
