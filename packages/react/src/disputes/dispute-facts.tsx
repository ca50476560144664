'use client';
import type { ChatSummary, Dispute } from '@stm-chat/protocol';
import { knownName } from '../model/people.js';
import { EvidenceQuotes } from './evidence-quotes.js';
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
  const { details } = dispute;
  const opener = knownName(summary, dispute.opened_by);
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
      {details !== null && (
        <div>
          <dt>
            {opener === undefined ? t(`sheet.details_${dispute.opened_role}`) : t('sheet.details', { name: opener })}
          </dt>
          <dd className="stm-dispute-facts__words" dir="auto">
            {details}
          </dd>
        </div>
      )}
      {dispute.wished_outcome !== null && (
        <div>
          <dt>{t('sheet.wish')}</dt>
          <dd dir="auto">{wishText(dispute.wished_outcome, words)}</dd>
        </div>
      )}
      {dispute.evidence.length > 0 && (
        <div>
          <dt>{t('sheet.evidence')}</dt>
          <dd>
            <EvidenceQuotes
              chatId={dispute.chatId}
              seqs={dispute.evidence}
              asOf={`${dispute.status} ${dispute.closed_at}`}
              summary={summary}
              onMessage={onMessage}
            />
          </dd>
        </div>
      )}
    </dl>
  );
}
