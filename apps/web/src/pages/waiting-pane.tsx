import type { ChatSummary } from '@stm-chat/protocol';
import { Avatar, ChatAvatar, chatName, plainText, useChats, useLanguage, useNow } from '@stm-chat/react';
import { Mark } from '../components/mark.js';
import { useSignedIn } from '../components/me-context.js';
import '../styles/waiting.css';
import { useLaterText } from '../text/use-later-text.js';
import { comingUp, waiting } from './waiting-chats.js';

export interface WaitingPaneProps {
  readonly hrefFor: (chat: ChatSummary) => string;
  readonly onSelect: (chat: ChatSummary) => void;
}

/** Beside the list, while no chat is open: what waits for the reader, what comes next, and the day in numbers. */
export function WaitingPane({ hrefFor, onSelect }: WaitingPaneProps) {
  const t = useLaterText();
  const { formats } = useLanguage();
  const { account } = useSignedIn();
  const now = useNow();
  const { chats, unreadTotal, status } = useChats();
  const first = waiting(chats);
  const next = comingUp(chats, now);
  if (status !== 'ready') return null;
  const disputes = chats.filter((chat) => chat.status === 'disputed').length;
  return (
    <div className="waiting">
      <section className="waiting__sheet" aria-labelledby="waiting-title">
        <header className="waiting__head">
          <Mark />
          <div>
            <h2 className="waiting__title" id="waiting-title">
              {t(chats.length === 0 ? 'pane.welcome' : first.length === 0 ? 'pane.done' : 'pane.title', {
                name: plainText(account.name),
              })}
            </h2>
            {first.length === 0 && (
              <p className="waiting__text">{t(chats.length === 0 ? 'pane.how' : 'pane.done_text')}</p>
            )}
          </div>
        </header>
        {chats.length === 0 && <HowItGoes />}
        {first.length > 0 && <Lines chats={first} {...{ hrefFor, onSelect }} />}
        {next.length > 0 && (
          <>
            <h3 className="waiting__label">{t('pane.next')}</h3>
            <Lines chats={next} dated {...{ hrefFor, onSelect }} />
          </>
        )}
        <dl className="waiting__block">
          <Cell label={t('pane.today')} value={formats.dateText(new Date(now).toISOString())} />
          <Cell label={t('pane.unread')} value={formats.number(unreadTotal)} marked={unreadTotal > 0} />
          <Cell label={t('pane.disputes')} value={formats.number(disputes)} />
        </dl>
      </section>
      <p className="waiting__keys">
        <span>
          <kbd>/</kbd> {t('shortcuts.search')}
        </span>
        <span>
          <kbd>?</kbd> {t('shortcuts.title')}
        </span>
      </p>
    </div>
  );
}

interface LinesProps extends WaitingPaneProps {
  readonly chats: readonly ChatSummary[];
  /** With the day of the job instead of what is unread. */
  readonly dated?: boolean;
}

function Lines({ chats, dated = false, hrefFor, onSelect }: LinesProps) {
  const t = useLaterText();
  const { t: words, formats } = useLanguage();
  const { account } = useSignedIn();
  return (
    <ul className="waiting__lines" role="list">
      {chats.map((chat) => (
        <li key={chat.id}>
          <a
            className="waiting__line"
            href={hrefFor(chat)}
            onClick={(event) => {
              if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
              event.preventDefault();
              onSelect(chat);
            }}
          >
            <ChatAvatar summary={chat} meId={account.id} />
            <span className="waiting__words">
              <span className="waiting__name" dir="auto">
                {chatName(chat, account.id, words, formats)}
              </span>
              <span className="waiting__job" dir="auto">
                {chat.job?.title ?? chat.subject}
              </span>
            </span>
            {dated ? (
              <span className="waiting__when">{formats.dateText(chat.job?.date ?? '')}</span>
            ) : (
              chat.unread > 0 && (
                <span className="stm-badge">
                  <span aria-hidden="true">{formats.number(chat.unread)}</span>
                  <span className="stm-hidden">{t('pane.unread_count', { count: chat.unread })}</span>
                </span>
              )
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** For who has no chat yet: whose marks there are, and what they do here. */
function HowItGoes() {
  const t = useLaterText();
  return (
    <ol className="waiting__steps" role="list">
      <li>
        <Avatar userId={1} name={t('role.customer')} party="customer" />
        {t('pane.how_customer')}
      </li>
      <li>
        <Avatar userId={2} name={t('role.provider')} party="provider" />
        {t('pane.how_provider')}
      </li>
      <li>
        <Avatar userId={3} name={t('role.lsm')} party="lsm" />
        {t('pane.how_lsm')}
      </li>
    </ol>
  );
}

function Cell({
  label,
  value,
  marked = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly marked?: boolean;
}) {
  return (
    <div className="waiting__cell" data-marked={marked || undefined}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
