'use client';
import type { CannedTextEntry } from '@stm-chat/protocol';
import { CANNED_TITLE_MAX, TEXT_MAX_CODE_POINTS } from '@stm-chat/protocol';
import { useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { TrashIcon } from '../components/icons.js';
import { useChatClient, useMe } from '../hooks/use-chat-client.js';
import { useStore } from '../hooks/use-store.js';
import { type CannedScope, cannedTextsOf } from './canned-store.js';
import { PeopleIcon, PersonIcon } from './dispute-icons.js';
import { Choices, FormDialog, TextField } from './form-parts.js';
import { CANNED_VARIABLES } from './model/canned-texts.js';
import { useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';

const EMPTY = { id: undefined as string | undefined, scope: 'mine' as CannedScope, title: '', text: '' };

/** The prepared texts of the LSM and of its region: new ones, changed ones, and those that are no longer wanted. */
export function CannedDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, formats } = useDisputeWords();
  const { announce } = useChatContext();
  const doing = useDoing();
  const store = cannedTextsOf(useChatClient());
  const { texts } = useStore(store);
  const region = useMe()?.region ?? null;
  const [form, setForm] = useState(EMPTY);
  const save = () => {
    const [title, text] = [form.title.trim(), form.text.trim()];
    if (title === '' || text === '') return doing.fail(t('case.canned_need'));
    doing.run(
      () => store.put({ ...form, title, text }),
      () => {
        setForm(EMPTY);
        announce(t('case.canned_saved'));
      },
    );
  };
  return (
    <FormDialog
      title={t('case.canned_own')}
      lead={<p>{t('case.canned_where')}</p>}
      cancel={t('action.close')}
      submit={t('case.canned_save')}
      busy={doing.busy}
      error={doing.error}
      onSubmit={save}
      onClose={onClose}
    >
      <ul className="stm-canned" role="list">
        {texts.map((one) => (
          <Line
            key={one.id}
            text={one}
            onEdit={() => setForm({ id: one.id, scope: one.scope, title: one.title, text: one.text })}
            onRemove={() =>
              doing.run(
                () => store.remove(one.id),
                () => setForm((now) => (now.id === one.id ? EMPTY : now)),
              )
            }
          />
        ))}
      </ul>
      <h3 className="stm-details__label">{t(form.id === undefined ? 'case.canned_new' : 'case.canned_change')}</h3>
      <TextField
        label={t('case.canned_title')}
        max={CANNED_TITLE_MAX}
        value={form.title}
        onChange={(title) => setForm({ ...form, title })}
      />
      <TextField
        label={t('case.canned_text')}
        hint={`${t('case.canned_variables')}: ${formats.list(CANNED_VARIABLES.map((name) => `{${name}}`))}`}
        lines={5}
        max={TEXT_MAX_CODE_POINTS}
        value={form.text}
        onChange={(text) => setForm({ ...form, text })}
      />
      {region !== null && (
        <Choices
          label={t('case.canned_for')}
          value={form.scope}
          onChange={(scope) => setForm({ ...form, scope })}
          choices={[
            { value: 'mine', label: t('case.canned_mine') },
            { value: 'region', label: t('case.canned_region', { region }) },
          ]}
        />
      )}
    </FormDialog>
  );
}

interface LineProps {
  readonly text: CannedTextEntry;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function Line({ text: { scope, title, changed_by }, onEdit, onRemove }: LineProps) {
  const { t } = useDisputeWords();
  return (
    <li>
      <button type="button" className="stm-canned__edit" onClick={onEdit} aria-label={t('case.canned_edit', { title })}>
        {scope === 'mine' ? <PersonIcon /> : <PeopleIcon />}
        <span dir="auto">{title}</span>
        {scope === 'region' && <bdi className="stm-readers__when">{changed_by}</bdi>}
      </button>
      <button
        type="button"
        className="stm-icon-button"
        aria-label={t('case.canned_delete', { title })}
        onClick={onRemove}
      >
        <TrashIcon />
      </button>
    </li>
  );
}
