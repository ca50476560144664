import { Module } from '@nestjs/common';
import { DemoCommands } from './demo-commands.js';
import { DemoDisputes } from './demo-disputes.js';
import { DemoMaker } from './demo-maker.js';
import { DemoPort } from './demo-port.js';
import { DemoStart } from './demo-start.js';
import { DEMO } from './demo.api.js';
import { GetDemo } from './get-demo.js';

/**
 * Owns `demo_data` and `demo_accounts`: people and chats to look at, where no user exists and the server may be a demo
 * (never in production; with HOST only on DEMO=1).
 *
 * Invariants: demo accounts whose password is the public one are disabled while the server is no demo; demo data is made
 * by the commands of the features, and only its times are written directly (`demo.repository.ts` says why).
 */
@Module({
  providers: [DemoCommands, DemoMaker, DemoDisputes, DemoStart, { provide: DEMO, useClass: DemoPort }, GetDemo],
})
export class DemoModule {}
