import { ChatError } from '@stm-chat/client';
import type { Role, UserRecord } from '@stm-chat/protocol';
import { Dialog, Switch, type Translate, useChatClient } from '@stm-chat/react';
import { type FormEvent, useId, useState } from 'react';
import { useSignedIn } from '../components/me-context.js';
import type { AdminTexts } from '../text/use-admin-text.js';
import { useAdminText } from '../text/use-admin-text.js';
import { type Refusal, refusalWords } from './refusal-words.js';
import { UserSessions } from './user-sessions.js';

export interface UserDialogProps {
  /** Null: a new one. */
  readonly user: UserRecord | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

const ROLES: readonly Role[] = ['customer', 'provider', 'lsm', 'admin'];

/** Makes a user, or changes one. What is typed stays where the server refuses it. */
export function UserDialog({ user, onClose, onSaved }: UserDialogProps) {
  const t = useAdminText();
  const client = useChatClient();
  const { account } = useSignedIn();
  const [disabled, setDisabled] = useState(user?.disabled ?? false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const errorId = useId();
  // The last administrator would leave nobody who could let anybody in: the server refuses it too.
  const oneself = user?.id === account.id;

  const save = async (form: FormData) => {
    const name = textIn(form, 'name');
    const email = textIn(form, 'email');
    const region = textIn(form, 'region');
    const role = ROLES.find((each) => each === form.get('role')) ?? user?.role ?? 'customer';
    const shown = { name, role, region: region === '' ? null : region };
    if (user === null) return client.call('add_user', { ...shown, email, password: textIn(form, 'password') });
    return client.call('put_user', {
      userId: String(user.id),
      ...(name === '' ? {} : { name }),
      role,
      region: shown.region,
      email: email === '' ? null : email,
      disabled,
    });
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    save(new FormData(event.currentTarget)).then(
      () => {
        onSaved();
        onClose();
      },
      (thrown: unknown) => {
        setBusy(false);
        setError(reasonOf(thrown, t));
      },
    );
  };

  return (
    <Dialog title={t(user === null ? 'admin.add_user' : 'admin.edit_user')} onClose={onClose}>
      <form className="login__form" onSubmit={submit} noValidate>
        <Field
          name="name"
          label={t('admin.name')}
          value={user?.name}
          describedBy={errorId}
          wrong={error?.field === 'name'}
        />
        <Field
          name="email"
          type="email"
          label={t('account.email')}
          value={user?.email ?? ''}
          describedBy={errorId}
          wrong={error?.field === 'email'}
        />
        {user === null && (
          <Field
            name="password"
            type="password"
            label={t('admin.password')}
            value=""
            describedBy={errorId}
            wrong={error?.field === 'password'}
          />
        )}
        <label className="field">
          <span className="field__label">{t('account.role')}</span>
          <select className="settings__select" name="role" defaultValue={user?.role ?? 'customer'} disabled={oneself}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </select>
        </label>
        <Field
          name="region"
          label={t('account.region')}
          value={user?.region ?? ''}
          describedBy={errorId}
          wrong={error?.field === 'region'}
        />
        {user !== null && !oneself && (
          <Switch
            label={t('admin.may_sign_in')}
            note={t('admin.may_sign_in_note')}
            checked={!disabled}
            onChange={(allowed) => setDisabled(!allowed)}
          />
        )}
        <p className="login__error" id={errorId} role="alert">
          {error?.text}
        </p>
        <button type="submit" className="stm-button" aria-disabled={busy}>
          {t(busy ? 'admin.saving' : 'admin.save')}
        </button>
      </form>
      {user !== null && <UserSessions userId={user.id} />}
    </Dialog>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly describedBy: string;
  /** What the server refused is in this field. */
  readonly wrong: boolean;
  readonly type?: 'text' | 'email' | 'password';
}

function Field({ name, label, value, describedBy, wrong, type = 'text' }: FieldProps) {
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      <input
        className="field__input"
        name={name}
        type={type}
        dir="auto"
        defaultValue={value}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        aria-describedby={wrong ? describedBy : undefined}
        aria-invalid={wrong || undefined}
      />
    </label>
  );
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

function reasonOf(thrown: unknown, t: Translate<AdminTexts>): Refusal {
  const about = (text: string): Refusal => ({ field: undefined, text });
  if (!(thrown instanceof ChatError)) return about(t('admin.refused'));
  switch (thrown.code) {
    case 'conflict':
      return { field: 'email', text: t('admin.taken') };
    case 'invalid_payload':
      return refusalWords(thrown.message, t);
    case 'unavailable':
      return about(t('login.unreachable'));
    default:
      return about(t('admin.refused'));
  }
}
