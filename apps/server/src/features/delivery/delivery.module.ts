import { Global, Module } from '@nestjs/common';
import { ChannelSwitcher } from './channel-switcher.js';
import { Channels } from './channels.js';
import { Deliveries } from './deliveries.js';
import { CHANNEL_SWITCH, DELIVERY } from './delivery.api.js';
import { DeliveryPort } from './delivery-port.js';
import { ExplainDelivery } from './explain-delivery.js';
import { GetNotificationPrefs } from './get-notification-prefs.js';
import { Planner } from './planner.js';
import { Planning } from './planning.js';
import { SetChatNotificationPrefs } from './set-chat-notification-prefs.js';
import { SetNotificationPrefs } from './set-notification-prefs.js';

/**
 * Owns `delivery_queue`, `delivery_prefs`, `delivery_chat_prefs`, `deliveries` and `delivery_hops`
 * (`migrations/0110_delivery.sql`): how what people are told reaches them when they are away.
 *
 * Invariants: every notification is decided about, as it is queued in the transaction that raised it; for the same
 * messages and target one try at a time is under way; what was read, deleted or lost before its turn goes nowhere; what a
 * crash left between a try and its answer is tried again, and says so (`again`). No text of a message is kept here.
 * Locks: rows of the queue that are decided about (skipped by other planners), one row of `deliveries` for a statement.
 */
@Global()
@Module({
  providers: [
    Channels,
    { provide: DELIVERY, useClass: DeliveryPort },
    Planning,
    Planner,
    Deliveries,
    { provide: CHANNEL_SWITCH, useClass: ChannelSwitcher },
    GetNotificationPrefs,
    SetNotificationPrefs,
    SetChatNotificationPrefs,
    ExplainDelivery,
  ],
  exports: [DELIVERY, CHANNEL_SWITCH],
})
export class DeliveryModule {}
