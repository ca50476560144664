import { Global, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { type Logger, LOGGER } from '../../kernel/logger.js';
import { type Metrics, METRICS } from '../../kernel/metrics.js';
import { Appender } from './append.js';
import { ChatChangesReader } from './chat-changes.js';
import { DeleteMessage } from './delete-message.js';
import { EditMessage } from './edit-message.js';
import { ListChanges } from './list-changes.js';
import { ListMessages } from './list-messages.js';
import { MessageChanges } from './message-changes.js';
import { MESSAGES } from './messages.api.js';
import { MessagesPort } from './messages-port.js';
import { Publication } from './publication.js';
import { ForwardMessage } from './forward-message.js';
import { ListPins } from './list-pins.js';
import { PinMessage } from './pin-message.js';
import { MarkPlayed } from './mark-played.js';
import { React } from './react.js';
import { Retention } from './retention.js';
import { ReadLog } from './read-log.js';
import { RemovePreview } from './remove-preview.js';
import { SendMessage } from './send-message.js';
import { SyncAnswers } from './sync-answers.js';
import { Sync } from './sync.js';
import { WrittenTexts } from './written-text.js';

const appender = {
  provide: Appender,
  inject: [DATABASE, IDS, CONFIG, LOGGER, METRICS],
  useFactory: (database: Database, ids: Ids, config: Config, logger: Logger, metrics: Metrics) =>
    new Appender(database.realtime, ids, {
      writers: config.database.messageWriters,
      queue: config.limits.appendQueue,
      logger,
      onBatch: (rows) => metrics.observe('chat_append_batch_size', rows, {}),
      onFull: () => metrics.count('chat_ratelimit_rejections_total', { limiter: 'append_queue' }),
    }),
};

/**
 * Owns `messages`, `changes`, `feed`, `lsm_reads` and `message_retention`: sending, history, catching up, editing, deleting, reacting, and the order in
 * which all of it is published.
 *
 * Invariants: what people send goes through the append alone (`append.ts`); `seq` and `revision` are taken under the
 * chat's lock and have no gaps; every change of a message has a revision of its own and its record in `changes`; a
 * deleted text is in `changes` and nowhere else, and an expired one nowhere; nothing is published before its commit, and on one connection
 * everything in the order of the revisions (`chat-sequencer.ts`).
 * Locks: the append locks its chats in the order of their ids, a change of a message its one chat (`functions/change_a_message.sql`).
 */
@Global()
@Module({
  providers: [
    appender,
    Publication,
    ReadLog,
    MessageChanges,
    SyncAnswers,
    ChatChangesReader,
    { provide: MESSAGES, useClass: MessagesPort },
    SendMessage,
    EditMessage,
    DeleteMessage,
    React,
    PinMessage,
    ListPins,
    RemovePreview,
    MarkPlayed,
    ForwardMessage,
    WrittenTexts,
    Retention,
    ListMessages,
    ListChanges,
    Sync,
  ],
  exports: [MESSAGES],
})
export class MessagesModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Appender) private readonly appender: Appender) {}

  /** The first message waits for no connection. */
  onApplicationBootstrap(): Promise<void> {
    return this.appender.connect();
  }

  /** What was accepted is finished first. */
  onApplicationShutdown(): Promise<void> {
    return this.appender.close();
  }
}
