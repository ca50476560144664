'use client';
import { type ReactNode, useState } from 'react';
import { TrashIcon } from '../components/icons.js';
import { useChatClient, useMe } from '../hooks/use-chat-client.js';
import { useStore } from '../hooks/use-store.js';
import { Menu, MenuItem } from '../kit/menu.js';
import { cannedTextsOf } from './canned-store.js';
import { NoteIcon } from './dispute-icons.js';
import { FormDialog, TextField } from './form-parts.js';
import {
  CANNED_VARIABLES,
  type CannedText,
  type CannedValues,
  fillCannedText,
  insertIntoDraft,
} from './model/canned-texts.js';
import { useDialogs, useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';

export interface CannedMenuProps {
  /** The chat whose draft the text goes into. */
  readonly chatId: string;
  readonly values: CannedValues;
}

const BUILT_IN = ['hello', 'facts', 'wish', 'deadline', 'propose', 'close'] as const;

/** Puts a prepared text, filled in from the case, into the field; it is never sent by itself. */
export function CannedMenu({ chatId, values }: CannedMenuProps): ReactNode {
  const { t, formats } = useDisputeWords();
  const client = useChatClient();
  const own = useStore(cannedTextsOf(useMe()?.id ?? 0));
  const { show, close } = useDialogs();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const texts: readonly CannedText[] = [
    ...BUILT_IN.map((id) => ({ id, title: t(`canned.${id}.title`), text: t(`canned.${id}.text`) })),
    ...own,
  ];
  const insert = ({ text }: CannedText) => {
    const filled = fillCannedText(text, values);
    const draft = client.draft(chatId);
    draft.set(insertIntoDraft(draft.get(), filled.text));
    setMissing(filled.missing);
  };
  return (
    <>
      <button
        type="button"
        className="stm-link-button stm-lane__canned"
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <NoteIcon />
        {t('case.canned')}
      </button>
      {missing.length > 0 && (
        <p className="stm-lane__missing" role="status">
          {t('case.canned_missing', { names: formats.list(missing.map((name) => `{${name}}`)) })}
        </p>
      )}
      {anchor !== null && (
        <Menu label={t('case.canned_choose')} anchor={anchor} align="end" onClose={() => setAnchor(null)}>
          {texts.map((text) => (
            <MenuItem key={text.id} onSelect={() => insert(text)}>
              {text.title}
            </MenuItem>
          ))}
          <MenuItem icon={<NoteIcon />} onSelect={() => show(<OwnTextsDialog onClose={close} />)}>
            {t('case.canned_own')}
          </MenuItem>
        </Menu>
      )}
    </>
  );
}

/** The own texts: new ones, and those that are no longer wanted. */
function OwnTextsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, formats } = useDisputeWords();
  const doing = useDoing();
  const store = cannedTextsOf(useMe()?.id ?? 0);
  const own = useStore(store);
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  return (
    <FormDialog
      title={t('case.canned_own')}
      lead={<p>{t('case.canned_device')}</p>}
      cancel={t('action.close')}
      submit={t('case.canned_save')}
      busy={false}
      error={doing.error}
      onSubmit={() => {
        if (title.trim() === '' || text.trim() === '') return;
        store.add(title.trim(), text.trim());
        setTitle('');
        setText('');
      }}
      onClose={onClose}
    >
      <ul className="stm-canned" role="list">
        {own.map((one) => (
          <li key={one.id}>
            <span dir="auto">{one.title}</span>
            <button
              type="button"
              className="stm-icon-button"
              aria-label={t('case.canned_delete', { title: one.title })}
              onClick={() => store.remove(one.id)}
            >
              <TrashIcon />
            </button>
          </li>
        ))}
      </ul>
      <h3 className="stm-details__label">{t('case.canned_new')}</h3>
      <TextField label={t('case.canned_title')} max={60} value={title} onChange={setTitle} />
      <TextField
        label={t('case.canned_text')}
        hint={`${t('case.canned_variables')}: ${formats.list(CANNED_VARIABLES.map((name) => `{${name}}`))}`}
        lines={5}
        max={4000}
        value={text}
        onChange={setText}
      />
    </FormDialog>
  );
}
