import { Inject } from '@nestjs/common';
import type { Delivery, DeliveryHop, DeliveryState, NotificationType } from '@stm-chat/protocol';
import { explainDelivery, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUDIT, type Audit } from '../audit/audit.api.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { Channels } from './channels.js';
import { TYPES } from './delivery.mapper.js';
import { readCursor, writeCursor } from './explain-cursor.rules.js';
import { type HopRow, readChatState, readHops, readTold, type ToldRow } from './explain.queries.js';
import { quietOf, toPrefs } from './prefs.mapper.js';
import { readChatPrefs, readPrefs } from './prefs.repository.js';
import { quietUntil } from './quiet-hours.rules.js';

/** `GET /api/admin/users/:userId/deliveries`: why did my phone not ring? The look is noted before it is given. */
@Handles(explainDelivery)
export class ExplainDelivery implements CommandHandler<typeof explainDelivery> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AUTH) private readonly auth: Auth,
    @Inject(AUDIT) private readonly audit: Audit,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Channels) private readonly channels: Channels,
  ) {}

  async handle(
    { userId, chatId: wanted, cursor, limit }: InputOf<typeof explainDelivery>,
    { actor }: Context<typeof explainDelivery>,
  ): Promise<Outcome<typeof explainDelivery>> {
    const after = cursor === undefined ? null : readCursor(cursor);
    const chatId = wanted ?? null;
    const state = await this.#state(userId, chatId);
    // A further page is of the same look.
    if (after === null) await this.audit.noteLook(actor, 'read_deliveries', `user:${userId}`);
    const found = await readTold(this.database, userId, chatId, limit + 1, after);
    const page = found.slice(0, limit);
    const hops = await readHops(
      this.database,
      page.map(({ notification_id }) => notification_id),
    );
    const last = page.at(-1);
    const more = found.length > page.length && last !== undefined;
    return {
      output: {
        state,
        deliveries: page.map((row) => toDelivery(row, hops)),
        next: more ? writeCursor({ at: last.raised_at, id: last.notification_id }) : null,
      },
    };
  }

  async #state(userId: number, chatId: string | null): Promise<DeliveryState> {
    const user = await this.auth.requireUser(userId);
    const [prefs, chats, targets, chat] = await Promise.all([
      readPrefs(this.database, userId),
      readChatPrefs(this.database, userId),
      this.#targets(userId),
      chatId === null ? null : readChatState(this.database, userId, chatId),
    ]);
    if (chat === undefined) throw notFound('chat');
    const quiet = quietOf(
      prefs,
      chats.find((one) => one.chat_id === chatId),
    );
    const quietEnd = quiet === null ? null : quietUntil(this.clock.now(), quiet);
    return {
      userId,
      present: !user.disabled,
      online: this.connections.isOnline(userId),
      quiet_until: quietEnd === null ? null : new Date(quietEnd).toISOString(),
      channels: [...this.channels.names],
      targets,
      prefs: toPrefs(prefs, chats),
      chat:
        chat === null || chatId === null
          ? null
          : { chatId, ...chat, muted_until: chat.muted_until?.toISOString() ?? null },
    };
  }

  async #targets(userId: number): Promise<DeliveryState['targets']> {
    const lists = await Promise.all(
      this.channels.names.map(async (channel) => {
        const found = await this.channels.find(channel)?.targets([userId]);
        return (found?.get(userId) ?? []).map(({ id, label }) => ({ channel, id, label }));
      }),
    );
    return lists.flat();
  }
}

function toDelivery(row: ToldRow, hops: readonly HopRow[]): Delivery {
  const type: NotificationType | null = row.type === null ? null : (TYPES[row.type] ?? null);
  return {
    notification_id: row.notification_id,
    type,
    chatId: row.chat_id,
    raised_at: row.raised_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
    hops: hops.filter(({ notification_id }) => notification_id === row.notification_id).map(toHop),
  };
}

function toHop({ at, channel, target, step, detail }: HopRow): DeliveryHop {
  return {
    at: at.toISOString(),
    channel,
    target,
    step,
    why: detail.why ?? null,
    until: detail.at ?? null,
    attempt: detail.attempt ?? null,
  };
}
