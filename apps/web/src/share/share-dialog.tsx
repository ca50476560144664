import type { ChatSummary } from '@stm-chat/protocol';
import { ChatPicker, Dialog, useChatClient } from '@stm-chat/react';
import { useEffect, useRef, useState } from 'react';
import { chatPath } from '../paths.js';
import { useLaterText } from '../text/use-later-text.js';
import { findShared, forgetShared, type SharedThings } from './shared-things.js';

export interface ShareDialogProps {
  readonly onOpen: (path: string) => void;
  readonly onClose: () => void;
}

/** Asks into which chat goes what another app shared. There it waits to be sent, with whatever was written before. */
export function ShareDialog({ onOpen, onClose }: ShareDialogProps) {
  const t = useLaterText();
  const client = useChatClient();
  const field = useRef<HTMLInputElement>(null);
  const [shared, setShared] = useState<SharedThings | null>(null);
  useEffect(() => {
    const nothing: SharedThings = { text: '', files: [] };
    findShared().then(setShared, () => setShared(nothing));
  }, []);
  if (shared === null) return null;
  const empty = shared.text === '' && shared.files.length === 0;

  const give = ({ id }: ChatSummary) => {
    const draft = client.draft(id);
    if (shared.text !== '') draft.set([draft.get(), shared.text].filter((part) => part.trim() !== '').join('\n'));
    for (const file of shared.files) if (file.size > 0) client.uploads.add(id, file);
    void forgetShared();
    onOpen(chatPath(id));
  };
  const close = () => {
    void forgetShared();
    onClose();
  };
  return (
    <Dialog title={t('share.title')} initialFocus={field} onClose={close}>
      {empty ? (
        <p className="stm-confirm__quote">{t('share.nothing')}</p>
      ) : (
        <>
          <p className="stm-confirm__quote" dir="auto">
            {shared.text === '' ? shared.files.map(({ name }) => name).join(', ') : shared.text}
          </p>
          <ChatPicker label={t('chats.list')} none={t('share.no_chat')} field={field} onPick={give} />
        </>
      )}
    </Dialog>
  );
}
