import { Global, Module } from '@nestjs/common';
import { Announcer } from './announcer.js';
import { ClearOnReading } from './clear-on-reading.js';
import { ListNotifications } from './list-notifications.js';
import { MemberNotifier } from './member-notifier.js';
import { NOTIFICATIONS } from './notifications.api.js';
import { ReadNotifications } from './read-notifications.js';

/**
 * Owns `notifications` and `notification_marks` (`migrations/0052_notifications.sql`): what people are told in the
 * application, and up to which message each member of a chat was told.
 *
 * Invariants: a member who has no device in the chat and has not muted it is told of every message of others exactly
 * once, whatever is killed in between; what was read, deleted or lost with the seat is told to nobody; title, body and
 * count are read from the messages, never kept. It is not in the way of a message: the worker follows the feed.
 * Locks: the marks of a batch's members, in the order of (chat, user), for one statement; never a chat.
 */
@Global()
@Module({
  providers: [
    Announcer,
    { provide: NOTIFICATIONS, useExisting: Announcer },
    MemberNotifier,
    ClearOnReading,
    ListNotifications,
    ReadNotifications,
  ],
  exports: [NOTIFICATIONS],
})
export class NotificationsModule {}
