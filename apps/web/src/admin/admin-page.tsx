import { ConnectionBanner } from '@stm-chat/react';
import { type ComponentType, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { AccountMenu } from '../components/account-menu.js';
import { Mark } from '../components/mark.js';
import { UpdateNotice } from '../pwa/update-notice.js';
import { useText } from '../text/use-text.js';
import { ChatsPanel } from './chats-panel.js';
import { DeliveriesPanel } from './deliveries-panel.js';
import { ReportsPanel } from './reports-panel.js';
import { UsersPanel } from './users-panel.js';
import { WebhooksPanel } from './webhooks-panel.js';

interface AdminPanel {
  readonly path: string;
  readonly title: 'admin.users' | 'admin.chats' | 'reports.title' | 'webhooks.title' | 'delivery.title';
  readonly Panel: ComponentType;
}

const USERS: AdminPanel = { path: '/', title: 'admin.users', Panel: UsersPanel };
const PANELS: readonly AdminPanel[] = [
  USERS,
  { path: '/admin/chats', title: 'admin.chats', Panel: ChatsPanel },
  { path: '/admin/reports', title: 'reports.title', Panel: ReportsPanel },
  { path: '/admin/webhooks', title: 'webhooks.title', Panel: WebhooksPanel },
  { path: '/admin/deliveries', title: 'delivery.title', Panel: DeliveriesPanel },
];

/** An administrator's pages: who there is, and which chats, and what was reported; never what is said beside that. */
export function AdminPage() {
  const t = useText();
  const [path] = useLocation();
  const shown = PANELS.find((panel) => panel !== USERS && path.startsWith(panel.path)) ?? USERS;
  const title = t(shown.title);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [t, title]);
  return (
    <div className="admin">
      <header className="admin__head">
        <Mark />
        <nav className="admin__tabs" aria-label={t('admin.pages')}>
          {PANELS.map((panel) => (
            <Tab key={panel.path} to={panel.path} current={panel === shown} label={t(panel.title)} />
          ))}
        </nav>
        <AccountMenu />
      </header>
      <main className="admin__main">
        <h1 className="app__title">{title}</h1>
        <shown.Panel />
      </main>
      <ConnectionBanner />
      <div className="app__notices">
        <UpdateNotice />
      </div>
    </div>
  );
}

interface TabProps {
  readonly to: string;
  readonly current: boolean;
  readonly label: string;
}

function Tab({ to, current, label }: TabProps) {
  return (
    <Link className="admin__tab" href={to} aria-current={current ? 'page' : undefined}>
      {label}
    </Link>
  );
}
