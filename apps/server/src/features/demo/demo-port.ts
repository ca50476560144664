import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import type { Demo, DemoAccount } from './demo.api.js';
import { people } from './demo-people.js';
import { readDemoAccounts } from './demo.repository.js';

/** The feature as others see it: `demo.api.ts`. */
@Injectable()
export class DemoPort implements Demo {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async accounts(): Promise<readonly DemoAccount[]> {
    if (!this.config.server.demo) return [];
    const known = await readDemoAccounts(this.database);
    const open = new Set(known.filter(({ disabled }) => !disabled).map(({ email }) => email));
    return Object.values(people)
      .filter(({ email }) => open.has(email))
      .map(({ email, password, role, name }) => ({ email, password, role, name }));
  }
}
