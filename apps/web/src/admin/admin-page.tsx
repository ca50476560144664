import { ConnectionBanner } from '@stm-chat/react';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { AccountMenu } from '../components/account-menu.js';
import { Mark } from '../components/mark.js';
import { UpdateNotice } from '../pwa/update-notice.js';
import { useAdminText } from '../text/use-admin-text.js';
import { ADMIN_PAGES } from './admin-pages.js';

/** An administrator's pages: who there is, and which chats, and what was reported; never what is said beside that. */
export function AdminPage() {
  const t = useAdminText();
  const [path] = useLocation();
  const [users] = ADMIN_PAGES;
  const page = ADMIN_PAGES.find((each) => path.startsWith(each.path)) ?? users;
  const title = t(page.title);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [t, title]);
  const tabs = useRef<HTMLElement>(null);
  // There are more pages than a phone is wide: the one that is shown is in sight, and what stands beside it.
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [page, t]);
  return (
    <div className="admin">
      <header className="admin__head">
        <Mark />
        <nav ref={tabs} className="admin__tabs" aria-label={t('admin.pages')}>
          {ADMIN_PAGES.map((each) => (
            <Tab key={each.path} to={each === users ? '/' : each.path} current={each === page} label={t(each.title)} />
          ))}
        </nav>
        <AccountMenu />
      </header>
      <main className="admin__main" tabIndex={0}>
        <h1 className="app__title">{title}</h1>
        <page.Panel />
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
