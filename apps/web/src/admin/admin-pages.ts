import type { FunctionComponent } from 'react';
import type { Translate } from '@stm-chat/react';
import type { AdminTexts } from '../text/use-admin-text.js';
import { AuditPanel } from './audit-panel.js';
import { ChatsPanel } from './chats-panel.js';
import { ConnectionsPanel } from './connections-panel.js';
import { DeliveriesPanel } from './deliveries-panel.js';
import { DisputesPanel } from './disputes-panel.js';
import { JobsPanel } from './jobs-panel.js';
import { ReportsPanel } from './reports-panel.js';
import { UsersPanel } from './users-panel.js';
import { WebhooksPanel } from './webhooks-panel.js';

export interface AdminPageEntry {
  readonly path: string;
  readonly title: Parameters<Translate<AdminTexts>>[0];
  readonly Panel: FunctionComponent;
}

/** An administrator's pages, in the order of the tabs; the first one is what `/` shows. */
export const ADMIN_PAGES: readonly [AdminPageEntry, ...AdminPageEntry[]] = [
  { path: '/admin/users', title: 'admin.users', Panel: UsersPanel },
  { path: '/admin/chats', title: 'admin.chats', Panel: ChatsPanel },
  { path: '/admin/disputes', title: 'admin.disputes', Panel: DisputesPanel },
  { path: '/admin/reports', title: 'reports.title', Panel: ReportsPanel },
  { path: '/admin/webhooks', title: 'webhooks.title', Panel: WebhooksPanel },
  { path: '/admin/deliveries', title: 'delivery.title', Panel: DeliveriesPanel },
  { path: '/admin/jobs', title: 'operations.jobs', Panel: JobsPanel },
  { path: '/admin/connections', title: 'operations.connections', Panel: ConnectionsPanel },
  { path: '/admin/audit', title: 'operations.audit', Panel: AuditPanel },
];
