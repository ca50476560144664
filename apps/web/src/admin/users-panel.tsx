import type { Role, UserRecord } from '@stm-chat/protocol';
import { Avatar, useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { SearchField } from './search-field.js';
import { UserDialog } from './user-dialog.js';
import { usePages } from './use-pages.js';

const ROLES: readonly Role[] = ['customer', 'provider', 'lsm', 'admin'];

/** The people of this server: found, made, changed, shut out and let in again. */
export function UsersPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [words, setWords] = useState('');
  const [role, setRole] = useState<Role | ''>('');
  const [dialog, setDialog] = useState<{ readonly user: UserRecord | null } | null>(null);
  const pages = usePages(`${role}\n${words.trim()}`, async (query, cursor) => {
    const [chosen = '', q = ''] = query.split('\n');
    const { users, next } = await client.call('list_users', {
      ...(q === '' ? {} : { q }),
      ...(chosen === '' ? {} : { role: chosen as Role }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: users, next };
  });

  return (
    <>
      <div className="admin__tools">
        <SearchField label={t('admin.search_users')} value={words} onChange={setWords} />
        <label className="admin__choice">
          <span className="stm-hidden">{t('account.role')}</span>
          <select
            className="settings__select"
            value={role}
            onChange={(event) => setRole(ROLES.find((each) => each === event.target.value) ?? '')}
          >
            <option value="">{t('admin.any_role')}</option>
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`role.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="stm-button" onClick={() => setDialog({ user: null })}>
          {t('admin.add_user')}
        </button>
      </div>
      <ul className="admin__list" role="list" aria-label={t('admin.users')}>
        {pages.items.map((user) => (
          <li key={user.id}>
            <button type="button" className="admin__line" onClick={() => setDialog({ user })}>
              <Avatar userId={user.id} name={user.name} party={user.role === 'admin' ? null : user.role} />
              <span className="admin__who">
                <span className="admin__name" dir="auto">
                  {user.name === '' ? t('admin.nameless') : user.name}
                </span>
                <span className="admin__note">{user.email ?? t('admin.no_email')}</span>
              </span>
              <span className="admin__fact">{t(`role.${user.role}`)}</span>
              <span className="admin__fact" dir="auto">
                {user.region}
              </span>
              <span className="admin__fact admin__number">{user.id}</span>
              <time className="admin__fact" dateTime={user.created_at}>
                {formats.dateText(user.created_at)}
              </time>
              {user.disabled && <span className="stm-chip stm-chip--closed">{t('admin.disabled')}</span>}
            </button>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('admin.no_users')} />
      {dialog !== null && (
        <UserDialog user={dialog.user} onClose={() => setDialog(null)} onSaved={() => pages.again()} />
      )}
    </>
  );
}
