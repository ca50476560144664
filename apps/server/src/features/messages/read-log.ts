import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { LiveReading } from './live-reading.js';
import type { ReadRange } from './messages.api.js';

const HOUR_MS = 3_600_000;

const NOTE = `
  insert into lsm_reads as r (chat_id, user_id, hour, from_seq, to_seq)
  select i.chat_id, i.user_id, $1::timestamptz, min(i.from_seq), max(i.to_seq)
  from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) as i (chat_id, user_id, from_seq, to_seq)
  group by i.chat_id, i.user_id
  order by i.chat_id, i.user_id
  on conflict (chat_id, user_id, hour) do update
    set from_seq = least(r.from_seq, excluded.from_seq), to_seq = greatest(r.to_seq, excluded.to_seq)`;

/**
 * Writes down what LSMs were given to read (`lsm_reads`): the parties see it. It is noted before it is given: what is asked
 * for before the answer, what arrives live before it is sent (`live-reading.ts`).
 */
@Injectable()
export class ReadLog {
  /** LSMs who opened a chat on this node: their seats are LSMs' seats. */
  readonly #lsms = new Set<number>();
  readonly #live: LiveReading;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#live = new LiveReading({ clock, logger, note: (ranges) => this.note(ranges) });
    connections.onChatLeft(({ chatId, userId }) => this.#live.left(chatId, userId));
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

  /** An LSM is about to enter a chat's room: what is published there from now on is noted before it gets it. */
  joins(userId: number): void {
    this.#lsms.add(userId);
  }

  /** Tells a message of a chat to its members: to an LSM who has the chat open, once that was noted. */
  publish(
    chatId: string,
    memberIds: readonly number[],
    seq: number,
    tell: (memberIds: readonly number[]) => void,
  ): void {
    const readers = memberIds.filter((userId) => this.#lsms.has(userId) && this.connections.hasJoined(chatId, userId));
    const others = readers.length === 0 ? memberIds : memberIds.filter((userId) => !readers.includes(userId));
    if (others.length > 0) tell(others);
    for (const userId of readers) this.#live.add({ chatId, userId, from: seq, to: seq }, () => tell([userId]));
  }

  stop(): void {
    this.#live.stop();
  }
}
