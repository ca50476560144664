'use client';
import { type ReactNode, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useStore } from '../hooks/use-store.js';
import { Menu, MenuItem } from '../kit/menu.js';
import { CannedDialog } from './canned-dialog.js';
import { cannedTextsOf } from './canned-store.js';
import { NoteIcon, PencilNoteIcon, PeopleIcon, PersonIcon } from './dispute-icons.js';
import { type CannedValues, fillCannedText, insertIntoDraft } from './model/canned-texts.js';
import { useDialogs } from './use-disputes.js';
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
  const store = cannedTextsOf(client);
  const { texts, status } = useStore(store);
  const { show, close } = useDialogs();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const insert = (text: string) => {
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
        onClick={(event) => {
          void store.load();
          setAnchor(event.currentTarget);
        }}
      >
        <NoteIcon />
        {t('case.canned')}
      </button>
      {missing.length > 0 && (
        <p className="stm-lane__missing" role="status">
          {t('case.canned_missing', { names: formats.list(missing.map((name) => `{${name}}`)) })}
        </p>
      )}
      {status === 'failed' && (
        <p className="stm-lane__missing" role="status">
          {t('case.canned_failed')}
        </p>
      )}
      {anchor !== null && (
        <Menu label={t('case.canned_choose')} anchor={anchor} align="end" onClose={() => setAnchor(null)}>
          {BUILT_IN.map((id) => (
            <MenuItem key={id} icon={<NoteIcon />} onSelect={() => insert(t(`canned.${id}.text`))}>
              {t(`canned.${id}.title`)}
            </MenuItem>
          ))}
          {texts.map(({ id, scope, title, text }) => (
            <MenuItem key={id} icon={scope === 'mine' ? <PersonIcon /> : <PeopleIcon />} onSelect={() => insert(text)}>
              <span dir="auto">{title}</span>
            </MenuItem>
          ))}
          <MenuItem icon={<PencilNoteIcon />} onSelect={() => show(<CannedDialog onClose={close} />)}>
            {t('case.canned_own')}
          </MenuItem>
        </Menu>
      )}
    </>
  );
}
