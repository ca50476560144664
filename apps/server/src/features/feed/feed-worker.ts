import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import type { Feed, FeedHandler, FollowOptions } from './feed.api.js';
import { FeedSessions } from './feed-sessions.js';
import { Follower } from './follower.js';
import { Load } from './load.js';

const PRUNE_EVERY_MS = 10_000;
/** Entries deleted by one statement: some milliseconds. */
const PRUNE_BATCH = 5000;

/** The followers of this server, and the pruning of what all have passed. */
@Injectable()
export class FeedWorker implements Feed, OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #followers: Follower[] = [];
  readonly #sessions: FeedSessions;
  readonly #load = new Load();
  #cancelPruning: () => void = () => undefined;
  #pruning: Promise<void> = Promise.resolve();
  #stage: 'making' | 'running' | 'stopped' = 'making';

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Pick<Config, 'jobs'>,
  ) {
    this.#sessions = new FeedSessions(database, clock, () => this.#followers.map(({ name }) => name));
  }

  follow(name: string, handler: FeedHandler, { givesWay = false, wants }: FollowOptions = {}): void {
    if (this.#stage !== 'making') throw new Error(`${name} begins to follow after the server was started`);
    if (this.#followers.some((follower) => follower.name === name)) throw new Error(`two handlers follow as ${name}`);
    const { clock, logger } = this;
    const isBusy = () => this.#load.isHigh(clock.now());
    const sessions = this.#sessions;
    this.#followers.push(new Follower({ name, handler, wants, sessions, givesWay, isBusy, clock, logger }));
  }

  onModuleInit(): void {
    const wake = () => {
      for (const follower of this.#followers) follower.wake();
    };
    this.messages.committed.subscribe(({ messages }) => {
      this.#load.add(messages.length, this.clock.now());
      wake();
    });
    this.chats.chatChanged.subscribe(wake);
  }

  /** The marks are there before the first message is: nothing that comes is missed. */
  async onApplicationBootstrap(): Promise<void> {
    // Who has no connections cannot know who has a chat open: following is for servers.
    if (this.#followers.length === 0 || !this.config.jobs.besideConnections) return;
    await this.#sessions.current();
    this.#stage = 'running';
    for (const follower of this.#followers) follower.start();
    this.#pruneLater();
  }

  /** Before anything that a handler uses is shut down. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stage = 'stopped';
    this.#cancelPruning();
    await Promise.all([this.#pruning, ...this.#followers.map((follower) => follower.stop())]);
    await this.#sessions.close();
  }

  #pruneLater(): void {
    if (this.#stage === 'stopped') return;
    this.#cancelPruning = this.clock.after(PRUNE_EVERY_MS, () => {
      this.#pruning = this.#prune()
        .catch((error: unknown) => this.logger.warn({ err: error }, 'pruning the feed failed, and is tried again'))
        .finally(() => this.#pruneLater());
    });
  }

  async #prune(): Promise<void> {
    const session = await this.#sessions.current();
    await session.name(this.#followers.map(({ name }) => name));
    const forgotten = await session.forget();
    if (forgotten.length > 0) this.logger.warn({ followers: forgotten }, 'no server follows as these any more');
    while (this.#stage === 'running' && (await session.prune(PRUNE_BATCH)) === PRUNE_BATCH) continue;
  }
}
