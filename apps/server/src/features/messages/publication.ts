import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { BUS, type Bus, SharedNews } from '../../kernel/bus.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { currentTrace, tracedNow, tracedTogether } from '../../kernel/tracing.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { Appender } from './append.js';
import type { CommittedChat } from './append-types.js';
import { ChatSequencer } from './chat-sequencer.js';
import { type ChatReached, CHANGED, COMMITTED, REACHED } from './message-topics.js';
import type { MessagesChanged, MessagesCommitted } from './messages.api.js';
import { toSharedWire } from './messages.mapper.js';
import { ReadLog } from './read-log.js';
import { readBeyond } from './sequence.queries.js';

/**
 * What was committed leaves for the members, on every node: in order through that node's sequencer, then as news for the
 * features above. Each node publishes to its own clients; what it was not told of, its sequencer reads.
 */
@Injectable()
export class Publication implements OnApplicationShutdown {
  readonly sequencer: ChatSequencer;
  readonly committed: SharedNews<MessagesCommitted>;
  readonly changed: SharedNews<MessagesChanged>;
  readonly #reached: SharedNews<ChatReached>;

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
    @Inject(BUS) bus: Bus,
  ) {
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of messages failed');
    this.committed = new SharedNews(bus, COMMITTED, onError);
    this.changed = new SharedNews(bus, CHANGED, onError);
    this.#reached = new SharedNews(bus, REACHED, onError);
    this.sequencer = new ChatSequencer(
      {
        read: (wanted) => readBeyond(database, wanted),
        publish: (chatId, memberIds, { event, message }) => {
          const trace = currentTrace();
          const tell = (userIds: readonly number[]): void => {
            const sizes = () => ({ recipients: userIds.length });
            tracedNow(trace, `emit ${event}`, sizes, () => publisher.here.toChat(chatId, userIds, event, message));
          };
          readLog.publish(chatId, memberIds, message.seq, tell);
        },
        isJoined: (chatId) => connections.joinedUsers(chatId).length > 0,
        onGap: () => metrics.count('chat_gap_detected_total', { source: 'publication' }),
        onReadFailed: (error) => logger.warn({ err: error }, 'messages that wait for publication could not be read'),
      },
      clock,
    );
    // First of all who listens: what a node was told of is published before anything else comes of it.
    for (const news of [this.committed, this.changed])
      news.subscribe(({ chatId, memberIds, messages }) => this.sequencer.offer(chatId, memberIds, messages));
    this.#reached.subscribe(({ chatId, seq, revision }) => this.sequencer.reached(chatId, { seq, revision }));
    appender.onCommitted((committed) => committed.forEach((chat) => this.#appended(chat)));
    appender.onKnown((places) => places.forEach((place) => this.reached(place)));
    chats.systemMessage.subscribe(({ chatId, seq }) => this.sequencer.reached(chatId, { seq }));
    connections.onChatLeft(({ chatId }) => this.sequencer.left(chatId));
  }

  /** Messages that a command of this server changed. */
  publishChange(change: MessagesChanged): void {
    this.changed.tell(change);
  }

  /** Every node is to publish what the chat holds up to there. */
  reached(at: ChatReached): void {
    this.#reached.tell(at);
  }

  onApplicationShutdown(): void {
    this.sequencer.stop();
    this.readLog.stop();
  }

  #appended({ chatId, recipients, messages: records, traces }: CommittedChat): void {
    const messages = records.map(toSharedWire);
    const sizes = () => ({ messages: messages.length, recipients: recipients.length });
    const tell = (): void => this.committed.tell({ chatId, memberIds: recipients, messages });
    if (traces === undefined) tell();
    else tracedTogether(traces, 'deliver', sizes, tell);
    this.#measure(records[0]?.createdAt);
  }

  /** The database's clock began it and ours ends it: a difference of the two shows here, and must not be negative. */
  #measure(createdAt: Date | undefined): void {
    if (createdAt === undefined) return;
    const seconds = Math.max(0, this.clock.now() - createdAt.getTime()) / 1000;
    this.metrics.observe('chat_message_delivery_duration_seconds', seconds, {});
  }
}
