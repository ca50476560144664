import { ConnectionBanner } from '@stm-chat/react';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { AccountMenu } from '../components/account-menu.js';
import { Mark } from '../components/mark.js';
import { UpdateNotice } from '../pwa/update-notice.js';
import { useText } from '../text/use-text.js';
import { ChatsPanel } from './chats-panel.js';
import { ReportsPanel } from './reports-panel.js';
import { UsersPanel } from './users-panel.js';

/** An administrator's pages: who there is, and which chats, and what was reported; never what is said beside that. */
export function AdminPage() {
  const t = useText();
  const [path] = useLocation();
  const chats = path.startsWith('/admin/chats');
  const reports = path.startsWith('/admin/reports');
  const title = t(reports ? 'reports.title' : chats ? 'admin.chats' : 'admin.users');
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [t, title]);
  return (
    <div className="admin">
      <header className="admin__head">
        <Mark />
        <nav className="admin__tabs" aria-label={t('admin.pages')}>
          <Tab to="/" current={!chats && !reports} label={t('admin.users')} />
          <Tab to="/admin/chats" current={chats} label={t('admin.chats')} />
          <Tab to="/admin/reports" current={reports} label={t('reports.title')} />
        </nav>
        <AccountMenu />
      </header>
      <main className="admin__main">
        <h1 className="app__title">{title}</h1>
        {reports ? <ReportsPanel /> : chats ? <ChatsPanel /> : <UsersPanel />}
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
