import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { News } from '../../kernel/news.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { Appender } from './append.js';
import type { CommittedChat } from './append-types.js';
import { ChatSequencer } from './chat-sequencer.js';
import type { MessagesChanged, MessagesCommitted } from './messages.api.js';
import { toSharedWire } from './messages.mapper.js';
import { ReadLog } from './read-log.js';
import { readBeyond } from './sequence.queries.js';

/** What was committed leaves for the members: in order through the sequencer, then as news for the features above. */
@Injectable()
export class Publication implements OnApplicationShutdown {
  readonly sequencer: ChatSequencer;
  readonly committed: News<MessagesCommitted>;
  readonly changed: News<MessagesChanged>;

  constructor(
    @Inject(Appender) appender: Appender,
    @Inject(CHATS) chats: Chats,
    @Inject(CONNECTIONS) connections: Connections,
    @Inject(PUBLISHER) publisher: Publisher,
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReadLog) private readonly readLog: ReadLog,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(LOGGER) logger: Logger,
  ) {
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of messages failed');
    this.committed = new News(onError);
    this.changed = new News(onError);
    this.sequencer = new ChatSequencer(
      {
        read: (wanted) => readBeyond(database, wanted),
        publish: (chatId, memberIds, { event, message }) => {
          const tell = (userIds: readonly number[]) => publisher.toChat(chatId, userIds, event, message);
          readLog.publish(chatId, memberIds, message.seq, tell);
        },
        isJoined: (chatId) => connections.joinedUsers(chatId).length > 0,
        onGap: () => metrics.count('chat_gap_detected_total', { source: 'publication' }),
        onReadFailed: (error) => logger.warn({ err: error }, 'messages that wait for publication could not be read'),
      },
      clock,
    );
    appender.onCommitted((committed) => committed.forEach((chat) => this.#appended(chat)));
    chats.systemMessage.subscribe(({ chatId, seq }) => this.sequencer.reached(chatId, { seq }));
    connections.onChatLeft(({ chatId }) => this.sequencer.left(chatId));
  }

  /** Messages that a command of this server changed. */
  publishChange(change: MessagesChanged): void {
    this.sequencer.offer(change.chatId, change.memberIds, change.messages);
    this.changed.tell(change);
  }

  onApplicationShutdown(): void {
    this.sequencer.stop();
    this.readLog.stop();
  }

  #appended({ chatId, recipients, messages: records }: CommittedChat): void {
    const messages = records.map(toSharedWire);
    this.sequencer.offer(chatId, recipients, messages);
    this.#measure(records[0]?.createdAt);
    this.committed.tell({ chatId, memberIds: recipients, messages });
  }

  /** The database's clock began it and ours ends it: a difference of the two shows here, and must not be negative. */
  #measure(createdAt: Date | undefined): void {
    if (createdAt === undefined) return;
    const seconds = Math.max(0, this.clock.now() - createdAt.getTime()) / 1000;
    this.metrics.observe('chat_message_delivery_duration_seconds', seconds, {});
  }
}
