import type { INestApplicationContext } from '@nestjs/common';
import type { Role } from '@stm-chat/protocol';

export interface DemoAccount {
  readonly email: string;
  /** Public. */
  readonly password: string;
  readonly role: Role;
  readonly name: string;
}

export interface Demo {
  /** Those whose password is still the public one; none where this server is no demo. */
  accounts(): Promise<readonly DemoAccount[]>;
}

export const DEMO = Symbol('Demo');

/** What the server prints when it has started. */
export function demoAccounts(app: INestApplicationContext): Promise<readonly DemoAccount[]> {
  return app.get<Demo>(DEMO).accounts();
}
