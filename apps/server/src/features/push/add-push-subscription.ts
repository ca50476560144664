import { Inject } from '@nestjs/common';
import { addPushSubscription, type InputOf } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { IDS, type Ids } from '../../kernel/ids.js';
import { PushChannel } from './push-channel.js';
import { toSubscription } from './subscriptions.mapper.js';
import { findSubscription } from './subscriptions.queries.js';
import { addSubscription } from './subscriptions.repository.js';
import { VapidKeyStore } from './vapid-keys.js';

/** `add_push_subscription`, and `POST /api/push/subscriptions`: bound to the login that makes it. */
@Handles(addPushSubscription)
export class AddPushSubscription implements CommandHandler<typeof addPushSubscription> {
  readonly #production: boolean;

  constructor(
    @Inject(CONFIG) { server }: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(VapidKeyStore) private readonly keys: VapidKeyStore,
    @Inject(PushChannel) private readonly channel: PushChannel,
  ) {
    this.#production = server.production;
  }

  async handle(
    input: InputOf<typeof addPushSubscription>,
    { actor: { userId, sessionId }, userAgent }: Context<typeof addPushSubscription>,
  ): Promise<Outcome<typeof addPushSubscription>> {
    const { kind, endpoint, keys, token } = input;
    if (!this.channel.kinds.includes(kind))
      throw new CommandError('forbidden', `This server does not push by ${kind}.`);
    if (endpoint !== undefined) requireWebAddress(endpoint, this.#production);
    const { publicKey } = await this.keys.keys();
    const id = await addSubscription(this.database, {
      id: this.ids.next(),
      userId,
      sessionId,
      kind,
      address: endpoint ?? token ?? '',
      keys: keys ?? null,
      appKey: kind === 'web' ? publicKey : null,
      label: input.label ?? (userAgent ?? '').slice(0, 100),
      locale: input.locale ?? null,
    });
    const row = id === undefined ? undefined : await findSubscription(this.database, publicKey, id);
    if (row === undefined) throw new CommandError('unauthorized', 'This login has ended.');
    return { output: toSubscription(row, sessionId) };
  }
}

/** Where it leads is checked each time that something is sent there; here only what no push service looks like. */
function requireWebAddress(endpoint: string, production: boolean): void {
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && (production || url.protocol !== 'http:')) throw invalid('endpoint', 'must be https');
  if (url.username !== '' || url.password !== '') throw invalid('endpoint', 'must not have a name or password in it');
}
