import { Inject } from '@nestjs/common';
import { type InputOf, testPush } from '@stm-chat/protocol/schemas';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { rateLimited } from '../../kernel/run-command.js';
import type { Outcome as Sent } from '../delivery/delivery.api.js';
import { PushChannel } from './push-channel.js';

/** `test_push`, and `POST /api/push/subscriptions/:subscriptionId/test`: at once, whatever the preferences say. */
@Handles(testPush)
export class TestPush implements CommandHandler<typeof testPush> {
  constructor(@Inject(PushChannel) private readonly channel: PushChannel) {}

  async handle(
    { subscriptionId }: InputOf<typeof testPush>,
    { actor, limit }: Context<typeof testPush>,
  ): Promise<Outcome<typeof testPush>> {
    if (!limit.allowed) throw rateLimited(limit);
    const unanswered = (): Sent => ({ kind: 'later', why: 'no answer' });
    const outcome = await this.channel.test(actor.userId, subscriptionId).catch(unanswered);
    if (outcome === undefined) throw notFound('device');
    return { output: { result: outcome.kind, why: outcome.why ?? null } };
  }
}
