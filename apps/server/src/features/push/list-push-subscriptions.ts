import { Inject } from '@nestjs/common';
import { type InputOf, listPushSubscriptions } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { PushChannel } from './push-channel.js';
import { toSubscription } from './subscriptions.mapper.js';
import { readSubscriptions } from './subscriptions.queries.js';
import { VapidKeyStore } from './vapid-keys.js';

/** `list_push_subscriptions`, and `GET /api/push/subscriptions`. */
@Handles(listPushSubscriptions)
export class ListPushSubscriptions implements CommandHandler<typeof listPushSubscriptions> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(VapidKeyStore) private readonly keys: VapidKeyStore,
    @Inject(PushChannel) private readonly channel: PushChannel,
  ) {}

  async handle(
    _input: InputOf<typeof listPushSubscriptions>,
    { actor: { userId, sessionId } }: Context<typeof listPushSubscriptions>,
  ): Promise<Outcome<typeof listPushSubscriptions>> {
    const { publicKey } = await this.keys.keys();
    const rows = await readSubscriptions(this.database, publicKey, [userId]);
    return {
      output: {
        public_key: publicKey,
        kinds: [...this.channel.kinds],
        subscriptions: rows.map((row) => toSubscription(row, sessionId)),
        next: null,
      },
    };
  }
}
