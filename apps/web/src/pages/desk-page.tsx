import { ConnectionBanner } from '@stm-chat/react';
import { useEffect } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { AccountMenu } from '../components/account-menu.js';
import { CaseView, DeskQueue, useDispute } from '../disputes/dispute-bundle.js';
import { Toasts } from '../notifications/toasts.js';
import { useNews } from '../notifications/use-news.js';
import { casePath } from '../paths.js';
import { useText } from '../text/use-text.js';

/** Where a local service manager works: the cases, and the one that is open. Loaded when it is opened. */
export function DeskPage() {
  const t = useText();
  const { disputeId } = useParams<{ disputeId?: string }>();
  const [, navigate] = useLocation();
  useEffect(() => {
    document.title = `${t('cases.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="desk">
      <header className="app__banner">
        <a className="skip" href="#case">
          {t(disputeId === undefined ? 'cases.skip_list' : 'cases.skip')}
        </a>
        <h1 className="stm-hidden">{t('app.name')}</h1>
      </header>
      {disputeId === undefined ? (
        <>
          <nav className="app__head desk__head" aria-label={t('cases.places')}>
            <h2 className="app__title">{t('cases.title')}</h2>
            <Link className="desk-link" href="/">
              {t('chats.title')}
            </Link>
            <AccountMenu />
          </nav>
          <main className="desk__main desk__main--queue" id="case" tabIndex={-1}>
            <DeskQueue
              hrefFor={({ id }) => casePath(id)}
              onSelect={({ id }) => navigate(casePath(id), { state: { fromList: true } })}
            />
          </main>
        </>
      ) : (
        <main className="desk__main" id="case" tabIndex={-1}>
          <CaseView disputeId={disputeId.toLowerCase()} onBack={() => navigate('/cases')} />
        </main>
      )}
      {disputeId === undefined ? <News chatId={undefined} /> : <CaseNews disputeId={disputeId.toLowerCase()} />}
      <ConnectionBanner />
    </div>
  );
}

/** What happens elsewhere, while a case is open: its own chat is in front. */
function CaseNews({ disputeId }: { readonly disputeId: string }) {
  const state = useDispute(disputeId);
  return <News chatId={state.status === 'ready' ? state.dispute.chatId : undefined} />;
}

function News({ chatId }: { readonly chatId: string | undefined }) {
  const { toasts, onDone } = useNews(chatId);
  return <Toasts toasts={toasts} onDone={onDone} />;
}
