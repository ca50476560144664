'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useState } from 'react';
import { useLanguage } from '../components/language-context.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { senderName } from '../text/names.js';
import { HistoryIcon } from './dispute-icons.js';
import { useChangedMessages } from './use-changed-messages.js';
import { useAnswer } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { dayText } from './words.js';

export interface VersionsPanelProps {
  readonly chatId: string;
  readonly summary: ChatSummary | undefined;
  readonly onMessage: (seq: number) => void;
}

/** What was edited and deleted in the whole chat, as it was before: for the LSM of the case alone. */
export function VersionsPanel({ chatId, summary, onMessage }: VersionsPanelProps) {
  const { t } = useDisputeWords();
  const { messages, state, loadMore } = useChangedMessages(chatId);
  const hint = messages.length > 0 ? 'case.versions_hint' : 'case.versions_none';
  return (
    <section aria-label={t('case.versions')} aria-busy={state === 'loading'}>
      <h3 className="stm-details__label">{t('case.versions')}</h3>
      {(messages.length > 0 || state === 'whole') && <p className="stm-readers__note">{t(hint)}</p>}
      <ul className="stm-versions" role="list">
        {messages.map((message) => (
          <Changed key={message.id} message={message} summary={summary} onMessage={onMessage} />
        ))}
      </ul>
      {(state === 'more' || state === 'failed') && (
        <button type="button" className="stm-link-button" onClick={loadMore}>
          {t(state === 'more' ? 'case.versions_more' : 'action.retry')}
        </button>
      )}
    </section>
  );
}

interface ChangedProps {
  readonly message: Message;
  readonly summary: ChatSummary | undefined;
  readonly onMessage: (seq: number) => void;
}

function Changed({ message, summary, onMessage }: ChangedProps) {
  const { t: plain } = useLanguage();
  const words = useDisputeWords();
  const { t, formats } = words;
  const now = useNow();
  const [open, setOpen] = useState(false);
  const at = message.deleted_at ?? message.edited_at ?? message.created_at;
  const moment = (iso: string) => ({ day: dayText(iso, now, words), time: formats.time(iso) });
  return (
    <li className="stm-versions__item">
      <button type="button" className="stm-evidence-mark" onClick={() => onMessage(message.seq)}>
        <span dir="auto">
          {t('case.version_of', { name: senderName(message, summary, plain), ...moment(message.created_at) })}
        </span>
        <span className="stm-readers__when">
          {t(message.deleted_at === null ? 'case.version_edited' : 'case.version_deleted', moment(at))}
        </span>
      </button>
      <button type="button" className="stm-link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <HistoryIcon />
        {t('case.versions_show')}
      </button>
      {open && <Versions message={message} />}
    </li>
  );
}

function Versions({ message }: { readonly message: Message }) {
  const words = useDisputeWords();
  const { t, formats } = words;
  const now = useNow();
  const client = useChatClient();
  const { chatId, id: messageId, revision } = message;
  const answer = useAnswer(() => client.call('list_versions', { chatId, messageId }), `${messageId} ${revision}`);
  if (answer.status === 'loading') return <p className="stm-readers__note">…</p>;
  if (answer.status === 'failed') {
    return (
      <button type="button" className="stm-link-button" onClick={answer.retry}>
        {t('action.retry')}
      </button>
    );
  }
  return (
    <ol className="stm-versions__texts" role="list">
      {answer.value.versions.map(({ at, until, message: text }) => (
        <li key={at}>
          <span className="stm-readers__when">
            {until === null
              ? t('case.version_now')
              : t('case.version_until', { day: dayText(until, now, words), time: formats.time(until) })}
          </span>
          <p className="stm-versions__text" dir="auto">
            {text}
          </p>
        </li>
      ))}
    </ol>
  );
}
