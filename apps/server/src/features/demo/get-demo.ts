import { Inject } from '@nestjs/common';
import { getDemo } from '@stm-chat/protocol/schemas';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { DEMO, type Demo } from './demo.api.js';

/** `GET /api/demo`: for the sign-in page. */
@Handles(getDemo)
export class GetDemo implements CommandHandler<typeof getDemo> {
  constructor(@Inject(DEMO) private readonly demo: Demo) {}

  async handle(): Promise<Outcome<typeof getDemo>> {
    const accounts = await this.demo.accounts();
    if (accounts.length === 0) throw notFound('route');
    return { output: { accounts: [...accounts] } };
  }
}
