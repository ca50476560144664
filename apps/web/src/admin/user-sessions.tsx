import type { CommandOutput } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useCallback, useEffect, useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';

type Session = CommandOutput<'list_sessions'>['sessions'][number];

/** Where a user is signed in with a password, each to be ended; those who come by the host's tokens have none. */
export function UserSessions({ userId }: { readonly userId: number }) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [sessions, setSessions] = useState<readonly Session[] | null>(null);
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => {
    client.call('list_sessions', { userId: String(userId) }).then(
      ({ sessions: found }) => setSessions(found.filter(({ ended_at }) => ended_at === null)),
      () => setFailed(true),
    );
  }, [client, userId]);
  useEffect(load, [load]);
  const end = (sessionId: string) => {
    setFailed(false);
    client.call('end_session', { sessionId }).then(load, () => {
      setFailed(true);
      load();
    });
  };
  return (
    <section className="settings__part" aria-label={t('operations.sessions')}>
      <h3 className="theme__label">{t('operations.sessions')}</h3>
      {sessions?.length === 0 && <p className="admin__note">{t('operations.no_sessions')}</p>}
      <ul role="list">
        {(sessions ?? []).map(({ id, user_agent, created_at }) => (
          <li className="admin__line" key={id}>
            <span className="admin__who">
              <span className="admin__note" dir="ltr">
                {user_agent ?? t('operations.unknown_device')}
              </span>
              <time className="admin__note" dateTime={created_at}>
                {formats.dateText(created_at)}
              </time>
            </span>
            <button type="button" className="stm-button stm-button--quiet" onClick={() => end(id)}>
              {t('operations.end_session')}
            </button>
          </li>
        ))}
      </ul>
      <p className="login__error" role="alert">
        {failed ? t('operations.not_done') : null}
      </p>
    </section>
  );
}
