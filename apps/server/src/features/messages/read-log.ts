import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { Rounds } from '../../kernel/rounds.js';
import type { ReadRange } from './messages.api.js';

const HOUR_MS = 3_600_000;
const BATCH = 500;

const NOTE = `
  insert into lsm_reads as r (chat_id, user_id, hour, from_seq, to_seq)
  select i.chat_id, i.user_id, $1::timestamptz, min(i.from_seq), max(i.to_seq)
  from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) as i (chat_id, user_id, from_seq, to_seq)
  group by i.chat_id, i.user_id
  order by i.chat_id, i.user_id
  on conflict (chat_id, user_id, hour) do update
    set from_seq = least(r.from_seq, excluded.from_seq), to_seq = greatest(r.to_seq, excluded.to_seq)`;

/**
 * Writes down what LSMs were given to read (`lsm_reads`): the parties see it. What is asked for is noted before it is
 * answered; what arrives live, at an LSM who has the chat open, right after it was sent.
 */
@Injectable()
export class ReadLog {
  /** By chat, the LSMs whose sockets on this node have joined it. */
  readonly #present = new Map<string, Set<number>>();
  readonly #live: Rounds<ReadRange>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#live = new Rounds({
      clock,
      logger,
      what: 'noting what was read',
      most: BATCH,
      work: (some) => this.note(some),
    });
    connections.onChatLeft(({ chatId, userId }) => this.#left(chatId, userId));
  }

  /** @throws CommandError `unavailable`: then nothing may be answered */
  async note(ranges: readonly ReadRange[]): Promise<void> {
    const some = ranges.filter(({ from, to }) => to >= from && to > 0);
    if (some.length === 0) return;
    const hour = new Date(Math.floor(this.clock.now() / HOUR_MS) * HOUR_MS);
    await this.database.realtime.query(NOTE, [
      hour,
      some.map(({ chatId }) => chatId),
      some.map(({ userId }) => userId),
      some.map(({ from }) => Math.max(1, from)),
      some.map(({ to }) => to),
    ]);
  }

  /** An LSM has the chat open: what is published there from now on is read. */
  joined(chatId: string, userId: number): void {
    const present = this.#present.get(chatId) ?? new Set();
    this.#present.set(chatId, present.add(userId));
  }

  /** A message of the chat was published to these members. */
  published(chatId: string, memberIds: readonly number[], seq: number): void {
    for (const userId of this.#present.get(chatId) ?? []) {
      if (memberIds.includes(userId) && this.connections.hasJoined(chatId, userId))
        this.#live.add(`${chatId} ${userId} ${seq}`, { chatId, userId, from: seq, to: seq });
    }
  }

  async stop(): Promise<void> {
    await this.#live.stop();
  }

  #left(chatId: string, userId: number): void {
    const present = this.#present.get(chatId);
    present?.delete(userId);
    if (present?.size === 0) this.#present.delete(chatId);
  }
}
