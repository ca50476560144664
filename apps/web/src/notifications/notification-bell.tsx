import type { NotificationList } from '@stm-chat/client';
import { Popover, useLanguage, useNow, useStore } from '@stm-chat/react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useSignedIn } from '../components/me-context.js';
import { useText } from '../text/use-text.js';
import { noticeOf } from './notice-words.js';

export interface NotificationBellProps {
  readonly list: NotificationList;
}

/** What I was told of and have not read, as a number; pressed, as a list that leads to each. */
export function NotificationBell({ list }: NotificationBellProps) {
  const t = useText();
  const { formats } = useLanguage();
  const { unread } = useStore(list.state);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="stm-icon-button bell"
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <svg className="stm-icon bell__icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M12 4a5.5 5.5 0 0 0-5.5 5.5v3.2L5 16h14l-1.5-3.3V9.500A5.5 5.5 0 0 0 12 4z" />
          <path d="M10 19a2.2 2.2 0 0 0 4 0" />
        </svg>
        {/* No label of its own: “9+” is not what the number is called. */}
        <span className="stm-hidden">
          {unread === 0 ? t('notifications.title') : t('notifications.unread', { count: unread })}
        </span>
        {unread > 0 && (
          <span className="stm-badge bell__count" aria-hidden="true">
            {unread > 9 ? '9+' : formats.number(unread)}
          </span>
        )}
      </button>
      {open && button.current !== null && (
        <Popover
          className="bell__panel"
          label={t('notifications.title')}
          anchor={button.current}
          align="end"
          onClose={() => setOpen(false)}
        >
          <Panel list={list} onClose={() => setOpen(false)} />
        </Popover>
      )}
    </>
  );
}

function Panel({ list, onClose }: NotificationBellProps & { readonly onClose: () => void }) {
  const t = useText();
  const { formats } = useLanguage();
  const { role } = useSignedIn().account;
  const now = useNow();
  const [, navigate] = useLocation();
  const { status, notifications, unread, hasMore } = useStore(list.state);
  const [failed, setFailed] = useState(false);
  const tried = (work: Promise<void>) => {
    setFailed(false);
    work.catch(() => setFailed(true));
  };
  return (
    <>
      <div className="bell__head">
        <h2 className="bell__title">{t('notifications.title')}</h2>
        {unread > 0 && (
          <button type="button" className="stm-button stm-button--quiet" onClick={() => tried(list.read('all'))}>
            {t('notifications.read_all')}
          </button>
        )}
      </div>
      <p className="account__warning" role="alert">
        {(failed || status === 'failed') && t('notifications.failed')}
      </p>
      {notifications.length === 0 && status !== 'failed' && (
        <p className="bell__none">{t(status === 'loading' ? 'app.starting' : 'notifications.none')}</p>
      )}
      <ul className="bell__list" role="list">
        {notifications.map((notification) => {
          const { id, count, created_at, read_at } = notification;
          const { title, body, path } = noticeOf(notification, role, t);
          return (
            <li key={id}>
              <button
                type="button"
                className="bell__line"
                data-unread={read_at === null || undefined}
                onClick={() => {
                  if (read_at === null) tried(list.read([id]));
                  if (path !== null) navigate(path);
                  onClose();
                }}
              >
                <span className="bell__who" dir="auto">
                  {title}
                </span>
                <time className="bell__time" dateTime={created_at}>
                  {formats.listTime(created_at, now)}
                </time>
                <span className="bell__body" dir="auto">
                  {body}
                </span>
                {read_at === null && (
                  <span className="stm-badge">
                    <span aria-hidden="true">{formats.number(Math.max(1, count))}</span>
                    <span className="stm-hidden">{t('notifications.new')}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {hasMore && (
        <button type="button" className="stm-button stm-button--quiet" onClick={() => tried(list.loadMore())}>
          {t('notifications.more')}
        </button>
      )}
    </>
  );
}
