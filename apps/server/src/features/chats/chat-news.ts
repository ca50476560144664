import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { News } from '../../kernel/news.js';
import type { ChatChanged, MemberRemoved, SystemMessageWritten } from './chats.api.js';
import { memberIdsOf } from './chats.mapper.js';
import type { Step } from './chats.repository.js';

/** What this feature tells those above it, always after commit. */
@Injectable()
export class ChatNews {
  readonly chatChanged: News<ChatChanged>;
  readonly memberRemoved: News<MemberRemoved>;
  readonly systemMessage: News<SystemMessageWritten>;

  constructor(@Inject(LOGGER) logger: Logger) {
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of chat news failed');
    this.chatChanged = new News(onError);
    this.memberRemoved = new News(onError);
    this.systemMessage = new News(onError);
  }

  /** Tells of a step, if it changed something: first the message that it left in the thread, then the change. */
  tellStep({ outcome, seq, chat }: Step, kind: ChatChanged['kind']): void {
    if (outcome !== 'done') return;
    const memberIds = memberIdsOf(chat);
    if (seq !== null) this.systemMessage.tell({ chatId: chat.id, seq, memberIds });
    this.chatChanged.tell({ chatId: chat.id, memberIds, kind });
  }
}
