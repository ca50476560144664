import { Module } from '@nestjs/common';
import { Bounces } from './bounces.js';
import { MailChannel } from './mail-channel.js';
import { MailLinks } from './mail-links.js';
import { MailRoutes } from './mail-routes.js';

/**
 * Owns `mail_recipients` (`migrations/0121_mail.sql`): mail, as a way in which what stayed unread is delivered.
 *
 * Invariants: a mail holds what its reader may read when it is written, and nothing of it is kept here; no link in it signs
 * anybody in; a mailbox that does not exist, also as a returned mail says it, is not tried again, and its address is kept as a hash alone. When, to whom and
 * whether at all is delivery's.
 * Locks: none.
 */
@Module({ providers: [MailLinks, Bounces, MailChannel, MailRoutes] })
export class MailModule {}
