import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import type { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { AdminModule } from './features/admin/admin.module.js';
import { AttachmentsModule } from './features/attachments/attachments.module.js';
import { AuditModule } from './features/audit/audit.module.js';
import { AuthModule } from './features/auth/auth.module.js';
import { CannedTextsModule } from './features/canned-texts/canned-texts.module.js';
import { ChatsModule } from './features/chats/chats.module.js';
import { ContentModule } from './features/content/content.module.js';
import { DeliveryModule } from './features/delivery/delivery.module.js';
import { DemoModule } from './features/demo/demo.module.js';
import { DisputesModule } from './features/disputes/disputes.module.js';
import { EvidenceModule } from './features/evidence/evidence.module.js';
import { FeedModule } from './features/feed/feed.module.js';
import { InboxModule } from './features/inbox/inbox.module.js';
import { JobsModule } from './features/jobs/jobs.module.js';
import { MailModule } from './features/mail/mail.module.js';
import { MessagesModule } from './features/messages/messages.module.js';
import { MyDataModule } from './features/my-data/my-data.module.js';
import { NotificationsModule } from './features/notifications/notifications.module.js';
import { PrefsModule } from './features/prefs/prefs.module.js';
import { PreviewsModule } from './features/previews/previews.module.js';
import { PresenceModule } from './features/presence/presence.module.js';
import { PushModule } from './features/push/push.module.js';
import { ReceiptsModule } from './features/receipts/receipts.module.js';
import { ReportsModule } from './features/reports/reports.module.js';
import { SearchModule } from './features/search/search.module.js';
import { TipsModule } from './features/tips/tips.module.js';
import { TypingModule } from './features/typing/typing.module.js';
import { WebhooksModule } from './features/webhooks/webhooks.module.js';
import { KernelModule, type KernelPorts } from './kernel/kernel.module.js';

/** The table of contents: every feature in its declared order; each may import those above it, and only those. */
const features = [
  JobsModule,
  AuditModule,
  AuthModule,
  PresenceModule,
  ChatsModule,
  AttachmentsModule,
  ContentModule,
  MessagesModule,
  FeedModule,
  ReceiptsModule,
  PrefsModule,
  TypingModule,
  NotificationsModule,
  DeliveryModule,
  PushModule,
  MailModule,
  ReportsModule,
  SearchModule,
  PreviewsModule,
  DisputesModule,
  EvidenceModule,
  CannedTextsModule,
  WebhooksModule,
  InboxModule,
  TipsModule,
  MyDataModule,
  AdminModule,
  DemoModule,
];

@Module({})
export class AppModule {
  static with(config: Config, database: Database, ports: KernelPorts): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.with(config), DatabaseModule.over(database), KernelModule.with(ports), ...features],
    };
  }
}
