import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import type { UserActor } from '../../kernel/actor.js';
import { CommandRegistry } from '../../kernel/command-registry.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { DemoMaker } from './demo-maker.js';
import { type DemoName, type DemoUsers, people } from './demo-people.js';
import { beginDemo, finishDemo, keepAsleep, keepDemoAccount, readDemoAccounts } from './demo.repository.js';

/** Makes the demo data before the server listens, where it may; elsewhere the public passwords open nothing. */
@Injectable()
export class DemoStart implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AUTH) private readonly auth: Auth,
    @Inject(CommandRegistry) private readonly registry: CommandRegistry,
    @Inject(DemoMaker) private readonly maker: DemoMaker,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { demo } = this.config.server;
    if (demo && (await beginDemo(this.database))) await this.#make();
    else await this.#allow(demo);
  }

  async #make(): Promise<void> {
    this.registry.collect();
    const names = Object.keys(people) as DemoName[];
    const users: Partial<Record<DemoName, UserActor>> = {};
    for (const name of names) users[name] = await this.#account(name);
    await this.maker.makeChats(users as DemoUsers);
    await finishDemo(this.database);
    this.logger.info({ accounts: names.length }, 'made demo accounts and chats');
  }

  async #account(name: DemoName): Promise<UserActor> {
    const person = people[name];
    const known = await this.auth.findAccount(person.email);
    const { id: userId } = known ?? (await this.auth.addAccount(person));
    await keepDemoAccount(this.database, userId);
    return { kind: 'user', userId, role: person.role, sessionId: null, expiresAt: Number.POSITIVE_INFINITY };
  }

  /** A database with demo data may later be served to others, or in production. */
  async #allow(demo: boolean): Promise<void> {
    const accounts = await readDemoAccounts(this.database);
    const wrong = accounts.filter(({ disabled, asleep }) => (demo ? asleep : !disabled));
    for (const { user_id } of wrong) {
      await this.auth.putUser(user_id, { disabled: !demo }, 0);
      await keepAsleep(this.database, user_id, !demo);
    }
    if (wrong.length > 0 && !demo) {
      this.logger.warn({ accounts: wrong.length }, 'demo accounts were disabled: their passwords are public');
    }
  }
}
