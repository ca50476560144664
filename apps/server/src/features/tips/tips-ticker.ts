import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { BUS, type Bus } from '../../kernel/bus.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { readPositions } from './tips.queries.js';
import { type ChatPosition, movedChats, strangersIn, tipsByUser } from './tips.rules.js';

const PERIOD_MS = 25_000;
/** Nodes that come and go make several rounds due: not more than one in this time. */
const AGAIN_MS = 250;

/** Reads and tells, one round after the other; a round that fails is made up for by the next one. */
@Injectable()
export class TipsTicker implements OnApplicationBootstrap, OnApplicationShutdown {
  #positions: ReadonlyMap<string, ChatPosition> = new Map();
  #cancel: () => void = () => undefined;
  #running = false;
  #again = false;
  #stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(BUS) private readonly bus: Bus,
  ) {}

  onApplicationBootstrap(): void {
    this.bus.onHealed(() => this.#now());
    this.#later();
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #later(): void {
    if (this.#stopped) return;
    this.#cancel = this.clock.after(this.#again ? AGAIN_MS : PERIOD_MS, () => this.#run());
  }

  /** What other nodes said was missed: it is made up for at once, and again soon when more was missed meanwhile. */
  #now(): void {
    this.#again = true;
    if (this.#running || this.#stopped) return;
    this.#cancel();
    this.#run();
  }

  #run(): void {
    this.#running = true;
    this.#again = false;
    this.#round()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'tips could not be read; the next round will tell');
      })
      .finally(() => {
        this.#running = false;
        this.#later();
      });
  }

  async #round(): Promise<void> {
    const joined = this.connections.joinedChats();
    if (joined.length === 0) return;
    const [epoch, positions] = await Promise.all([
      this.database.epoch(),
      readPositions(
        this.database,
        joined.map(({ chatId }) => chatId),
      ),
    ]);
    for (const { chatId, userId } of strangersIn(joined, positions))
      this.connections.here.removeFromChat(chatId, userId);
    // Clients that know no tips get what this server missed, too.
    for (const { chatId, revision } of positions) this.messages.seenAt(chatId, revision);
    for (const [userId, chats] of tipsByUser(joined, movedChats(this.#positions, positions))) {
      this.publisher.here.toUsers([userId], 'tips', { epoch, chats });
    }
    this.#positions = new Map(positions.map((position) => [position.chatId, position]));
  }
}
