'use client';
import { DISPUTE_EVIDENCE_MAX } from '@stm-chat/protocol';
import { useId, useState } from 'react';
import { useMe } from '../hooks/use-chat-client.js';
import { useConversation } from '../hooks/use-conversation.js';
import { useNow } from '../hooks/use-now.js';
import { CloseIcon } from '../components/icons.js';
import { senderName } from '../text/names.js';
import { oneLine } from '../text/preview.js';
import { useLanguage } from '../components/language-context.js';
import type { EvidenceMark } from './model/evidence-marks.js';
import { useDisputeWords } from './use-dispute-words.js';
import { momentText } from './words.js';

export interface EvidencePickerProps {
  readonly chatId: string;
  readonly marks: readonly EvidenceMark[];
  readonly onChange: (marks: readonly EvidenceMark[]) => void;
}

/** Chooses messages of the thread: the last ones at hand, earlier ones on request. */
export function EvidencePicker({ chatId, marks, onChange }: EvidencePickerProps) {
  const words = useDisputeWords();
  const { t } = words;
  const [open, setOpen] = useState(false);
  const listId = useId();
  return (
    <fieldset className="stm-choices">
      <legend className="stm-field__label">{t('open.evidence')}</legend>
      <p className="stm-field__hint">{t('open.evidence_hint')}</p>
      <ul className="stm-evidence-chosen" role="list">
        {marks.map((mark) => (
          <li key={mark.seq}>
            <span className="stm-evidence-mark" dir="auto">
              {oneLine(mark.text)}
            </span>
            <button
              type="button"
              className="stm-icon-button"
              aria-label={t('open.evidence_remove', { text: oneLine(mark.text) })}
              onClick={() => onChange(marks.filter(({ seq }) => seq !== mark.seq))}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="stm-button stm-button--quiet"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
      >
        {open ? t('open.evidence_done') : t('open.evidence_choose')}
      </button>
      <p className="stm-hidden" role="status">
        {marks.length > 0 && t('open.evidence_count', { count: marks.length })}
      </p>
      <div id={listId}>{open && <MessageChoices chatId={chatId} marks={marks} onChange={onChange} />}</div>
    </fieldset>
  );
}

function MessageChoices({ chatId, marks, onChange }: EvidencePickerProps) {
  const words = useDisputeWords();
  const { t: plain } = useLanguage();
  const { t } = words;
  const now = useNow();
  const meId = useMe()?.id ?? null;
  const { conversation, state } = useConversation(chatId);
  const messages = state.items
    .flatMap((item) => (item.kind === 'message' ? [item.message] : []))
    .filter(({ sender_type, deleted_at }) => sender_type !== 'system' && deleted_at === null);
  const full = marks.length >= DISPUTE_EVIDENCE_MAX;
  return (
    <div className="stm-evidence-list">
      {state.hasBefore && (
        <button
          type="button"
          className="stm-link-button"
          aria-disabled={state.loadingBefore}
          onClick={() => void conversation.loadBefore()}
        >
          {t('open.evidence_older')}
        </button>
      )}
      {full && <p className="stm-field__hint">{t('open.evidence_full', { count: DISPUTE_EVIDENCE_MAX })}</p>}
      {messages.length === 0 && <p className="stm-field__hint">{t('open.evidence_none')}</p>}
      {messages.map((message) => {
        const { seq, message: text } = message;
        const chosen = marks.some((mark) => mark.seq === seq);
        return (
          <label className="stm-choice stm-choice--message" key={seq}>
            <input
              type="checkbox"
              checked={chosen}
              disabled={full && !chosen}
              onChange={() => onChange(chosen ? marks.filter((mark) => mark.seq !== seq) : [...marks, { seq, text }])}
            />
            <span className="stm-choice__who">
              <bdi>{message.sender_id === meId ? plain('person.you') : senderName(message, state.summary, plain)}</bdi>{' '}
              <time dateTime={message.created_at}>{momentText(message.created_at, now, words)}</time>
            </span>
            <span className="stm-choice__text" dir="auto">
              {oneLine(text)}
            </span>
          </label>
        );
      })}
    </div>
  );
}
