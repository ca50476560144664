import { Inject } from '@nestjs/common';
import { type InputOf, removePushSubscription } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { removeSubscription } from './subscriptions.repository.js';

/** `remove_push_subscription`, and `DELETE /api/push/subscriptions/:subscriptionId`. */
@Handles(removePushSubscription)
export class RemovePushSubscription implements CommandHandler<typeof removePushSubscription> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { subscriptionId }: InputOf<typeof removePushSubscription>,
    { actor }: Context<typeof removePushSubscription>,
  ): Promise<Outcome<typeof removePushSubscription>> {
    if (!(await removeSubscription(this.database, subscriptionId, actor.userId))) throw notFound('device');
    return { output: undefined };
  }
}
