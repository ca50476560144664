import type { Database } from '../../database/database.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { Publisher } from '../../kernel/publisher.js';
import { Rounds } from '../../kernel/rounds.js';
import { writeChanges } from './presence.repository.js';
import type { PresenceChange } from './presence-tracker.js';

/** Users told about by one statement: thousands come at once after a restart. */
const BATCH = 500;

export interface PresenceTellerPorts {
  readonly database: Database;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Only who is connected is told. */
  readonly isConnected: (userId: number) => boolean;
}

/** Writes and tells changes in rounds; of several changes of one user the last one counts. */
export class PresenceTeller {
  readonly #ports: PresenceTellerPorts;
  readonly #rounds: Rounds<PresenceChange>;
  /** Whom the others believe to be online. */
  readonly #told = new Set<number>();

  constructor(ports: PresenceTellerPorts) {
    const { clock, logger } = ports;
    this.#ports = ports;
    const work = (changes: readonly PresenceChange[]) => this.#tell(changes);
    this.#rounds = new Rounds({ clock, logger, what: 'telling presence', most: BATCH, work });
  }

  tell(change: PresenceChange): void {
    this.#rounds.add(change.userId, change);
  }

  /** Ends when the round that is under way has ended; the rest is not told any more. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  async #tell(waiting: readonly PresenceChange[]): Promise<void> {
    const { database, publisher, isConnected } = this.#ports;
    // Who went and came again before anybody was told has done nothing.
    const changes = waiting.filter(({ userId, online }) => online !== this.#told.has(userId));
    if (changes.length === 0) return;
    const ours = changes.filter(({ isOurs }) => isOurs);
    const written = ours.length === 0 ? [] : await writeChanges(database, ours);
    const rows = new Map(written.map((row) => [row.user_id, row]));
    for (const { userId, online } of changes) {
      if (online) this.#told.add(userId);
      else this.#told.delete(userId);
      const row = rows.get(userId);
      const peers = row?.peers.filter(isConnected) ?? [];
      if (peers.length === 0) continue;
      publisher.toUsers(peers, 'presence', { userId, online, last_seen: row?.last_seen_at?.toISOString() ?? null });
    }
  }
}
