import { Module } from '@nestjs/common';
import { AddPushSubscription } from './add-push-subscription.js';
import { ApnsSender } from './apns-sender.js';
import { ConfirmPush } from './confirm-push.js';
import { FcmSender } from './fcm-sender.js';
import { ListPushSubscriptions } from './list-push-subscriptions.js';
import { PushChannel } from './push-channel.js';
import { PushReceipts } from './receipts.js';
import { RemovePushSubscription } from './remove-push-subscription.js';
import { TestPush } from './test-push.js';
import { VapidKeyStore } from './vapid-keys.js';
import { WebPushSender } from './web-push-sender.js';

/**
 * Owns `push_keys` and `push_subscriptions` (`migrations/0111_push.sql`): devices that get pushes, and how they get them.
 *
 * Invariants: a device belongs to the login that made it, and has none after a logout, disabling or erasure, in the
 * transaction of that (`functions/push.sql`); a device that its push service does not know is removed; addresses that
 * browsers name are reached through the guarded client alone; keys, tokens and addresses are in no answer and no log.
 * Locks: the login, in share mode, while a device is added; single rows else.
 */
@Module({
  providers: [
    VapidKeyStore,
    PushReceipts,
    WebPushSender,
    FcmSender,
    ApnsSender,
    PushChannel,
    ListPushSubscriptions,
    AddPushSubscription,
    RemovePushSubscription,
    TestPush,
    ConfirmPush,
  ],
})
export class PushModule {}
