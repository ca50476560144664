import { Inject, Injectable } from '@nestjs/common';
import { BUS, type Bus, SharedNews } from '../../kernel/bus.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import type { ChatChanged, MemberRemoved, SystemMessageWritten } from './chats.api.js';
import { CHAT_CHANGED, MEMBER_REMOVED, SYSTEM_MESSAGE } from './chat-topics.js';
import { memberIdsOf } from './chats.mapper.js';
import type { Step } from './chats.repository.js';

/** What this feature tells those above it, on every node, always after commit. */
@Injectable()
export class ChatNews {
  readonly chatChanged: SharedNews<ChatChanged>;
  readonly memberRemoved: SharedNews<MemberRemoved>;
  readonly systemMessage: SharedNews<SystemMessageWritten>;

  constructor(@Inject(BUS) bus: Bus, @Inject(LOGGER) logger: Logger) {
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of chat news failed');
    this.chatChanged = new SharedNews(bus, CHAT_CHANGED, onError);
    this.memberRemoved = new SharedNews(bus, MEMBER_REMOVED, onError);
    this.systemMessage = new SharedNews(bus, SYSTEM_MESSAGE, onError);
  }

  /** Tells of a step, if it changed something: first the message that it left in the thread, then the change. */
  tellStep({ outcome, seq, chat }: Step, kind: ChatChanged['kind']): void {
    if (outcome !== 'done') return;
    const memberIds = memberIdsOf(chat);
    if (seq !== null) this.systemMessage.tell({ chatId: chat.id, seq, memberIds });
    this.chatChanged.tell({ chatId: chat.id, memberIds, kind });
  }
}
