'use client';
import type { ChatSummary, Dispute, DisputeAccess } from '@stm-chat/protocol';
import { useNow } from '../hooks/use-now.js';
import { buildTimeline, type TimelineStep } from './model/timeline.js';
import { timeLeft } from './model/time-left.js';
import { useDisputeWords } from './use-dispute-words.js';
import { byText, countdownText, type DisputeWords, momentText, outcomeOf, partyName, termsInLine } from './words.js';

export interface DisputeTimelineProps {
  readonly dispute: Dispute;
  readonly access: readonly DisputeAccess[];
  readonly summary: ChatSummary | undefined;
}

/** What happened and what comes next, with the deadlines: the same for both sides. */
export function DisputeTimeline({ dispute, access, summary }: DisputeTimelineProps) {
  const words = useDisputeWords();
  const now = useNow();
  const { t } = words;
  return (
    <section aria-label={t('sheet.timeline')}>
      <h3 className="stm-details__label">{t('sheet.timeline')}</h3>
      <ol className="stm-timeline" role="list">
        {buildTimeline(dispute, access).map((step, index) => (
          <li
            className="stm-timeline__step"
            key={`${step.kind} ${step.at ?? index}`}
            data-done={step.done || undefined}
          >
            <p className="stm-timeline__what">
              {stepText(step, dispute, summary, words)}
              {!step.done && <span className="stm-hidden"> ({t('step.to_come')})</span>}
            </p>
            {step.at !== null && (
              <time className="stm-timeline__when" dateTime={step.at}>
                {momentText(step.at, now, words)}
              </time>
            )}
            {'by' in step && step.by !== null && (
              <p className="stm-timeline__when" data-urgency={timeLeft(step.by, now).urgency}>
                {byText(step.by, now, words)} · <strong>{countdownText(step.by, now, words)}</strong>
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function stepText(step: TimelineStep, dispute: Dispute, summary: ChatSummary | undefined, words: DisputeWords): string {
  const { t } = words;
  switch (step.kind) {
    case 'opened':
      return t('step.opened', { name: partyName(summary, step.userId, dispute.opened_role, words) });
    case 'joined':
    case 'handed_over':
    case 'released':
    case 'silent':
      return t(`step.${step.kind}`, { name: step.name });
    case 'offer':
      return t('step.offer', {
        name: partyName(summary, step.offer.by, step.offer.by_role, words),
        terms: termsInLine(step.offer.terms, dispute.job, words),
      });
    case 'resolved':
      return t('step.resolved', { outcome: outcomeOf(dispute, words) });
    case 'waiting':
    case 'answered':
    case 'settled':
    case 'withdrawn':
      return t(`step.${step.kind}`);
  }
}
