'use client';
import type { ChatSummary, Dispute } from '@stm-chat/protocol';
import { findMember } from '../model/people.js';
import { readEvidence } from './model/evidence-marks.js';
import { useDisputeWords } from './use-dispute-words.js';
import { outcomeOf, partyName, reasonText, wishText } from './words.js';

export interface DisputeFactsProps {
  readonly dispute: Dispute;
  readonly summary: ChatSummary | undefined;
  /** Shows a message that was pointed to; nothing where the chat cannot be read. */
  readonly onMessage?: ((seq: number) => void) | undefined;
}

/** What the dispute is about, in the words of who opened it, and how it ended. */
export function DisputeFacts({ dispute, summary, onMessage }: DisputeFactsProps) {
  const words = useDisputeWords();
  const { t } = words;
  const { words: told, marks } = readEvidence(dispute.details ?? '');
  const opener = findMember(summary, dispute.opened_by)?.name;
  return (
    <dl className="stm-dispute-facts">
      {dispute.status === 'resolved' && (
        <div className="stm-dispute-facts__outcome">
          <dt>{t('sheet.outcome')}</dt>
          <dd dir="auto">{outcomeOf(dispute, words)}</dd>
          {dispute.note !== null && (
            <dd className="stm-dispute-facts__words" dir="auto">
              {dispute.note}
            </dd>
          )}
          <dd className="stm-dispute-facts__how">
            {dispute.resolution === 'agreement'
              ? t('sheet.by_agreement')
              : t('sheet.by_decision', { name: partyName(summary, dispute.lsm_id, 'lsm', words) })}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('sheet.reason')}</dt>
        <dd dir="auto">{reasonText(dispute.reason, words)}</dd>
      </div>
      {told !== '' && (
        <div>
          <dt>
            {opener === undefined ? t(`sheet.details_${dispute.opened_role}`) : t('sheet.details', { name: opener })}
          </dt>
          <dd className="stm-dispute-facts__words" dir="auto">
            {told}
          </dd>
        </div>
      )}
      {dispute.wished_outcome !== null && (
        <div>
          <dt>{t('sheet.wish')}</dt>
          <dd dir="auto">{wishText(dispute.wished_outcome, words)}</dd>
        </div>
      )}
      {marks.length > 0 && (
        <div>
          <dt>{t('sheet.evidence')}</dt>
          {marks.map(({ seq, text }) => (
            <dd key={seq}>
              {onMessage === undefined ? (
                <span className="stm-evidence-mark" dir="auto">
                  {text}
                </span>
              ) : (
                <button type="button" className="stm-evidence-mark" dir="auto" onClick={() => onMessage(seq)}>
                  {text}
                </button>
              )}
            </dd>
          ))}
        </div>
      )}
    </dl>
  );
}
