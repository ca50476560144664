'use client';
import { nextDeadline } from '@stm-chat/client/disputes';
import type { Dispute } from '@stm-chat/protocol';
import type { MouseEvent } from 'react';
import { useNow } from '../hooks/use-now.js';
import { ageOf, timeLeft } from './model/time-left.js';
import { useDisputeWords } from './use-dispute-words.js';
import { byText, countdownText, type DisputeWords, durationText, momentText, outcomeOf, reasonText } from './words.js';

export interface CaseRowProps {
  readonly dispute: Dispute;
  readonly href: string;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly onSelect: (dispute: Dispute) => void;
}

/** One case in the queue: how much time there is, which job, what the problem is, where, since when. */
export function CaseRow({ dispute, href, selected, tabStop, onSelect }: CaseRowProps) {
  const words = useDisputeWords();
  const { t, formats } = words;
  const now = useNow();
  const { job } = dispute;
  const age = t('time.ago', { time: durationText(ageOf(dispute.opened_at, now), words) });
  return (
    <li>
      <a
        className="stm-case-row"
        href={href}
        data-roving
        tabIndex={tabStop ? 0 : -1}
        aria-current={selected ? 'page' : undefined}
        onClick={(event) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          onSelect(dispute);
        }}
      >
        <Deadline dispute={dispute} now={now} words={words} />
        <span className="stm-case-row__lines">
          <span className="stm-case-row__title" dir="auto">
            {caseTitle(dispute, words)}
          </span>
          <span className="stm-case-row__reason" dir="auto">
            {dispute.status === 'resolved' ? outcomeOf(dispute, words) : reasonText(dispute.reason, words)}
          </span>
          <span className="stm-case-row__facts">
            <span>{t(`desk.by_${dispute.opened_role}`)}</span>
            <time dateTime={dispute.opened_at} title={formats.exact(dispute.opened_at)}>
              {age}
            </time>
            {job?.price !== undefined && <span>{formats.money(job.price, job.currency)}</span>}
            <span className="stm-chip" dir="auto">
              {dispute.region ?? t('desk.region_none')}
            </span>
          </span>
        </span>
      </a>
    </li>
  );
}

interface DeadlineProps {
  readonly dispute: Dispute;
  readonly now: number;
  readonly words: DisputeWords;
}

function Deadline({ dispute, now, words }: DeadlineProps) {
  const { t } = words;
  const deadline = nextDeadline(dispute);
  if (deadline === null) {
    return (
      <span className="stm-case-row__deadline">
        <span className="stm-case-row__what">
          {t(`sheet.status_${dispute.status === 'withdrawn' ? 'withdrawn' : 'resolved'}`)}
        </span>
        {dispute.closed_at !== null && <span>{momentText(dispute.closed_at, now, words)}</span>}
      </span>
    );
  }
  return (
    <span className="stm-case-row__deadline" data-urgency={timeLeft(deadline, now).urgency}>
      <strong>{countdownText(deadline, now, words)}</strong>
      <span className="stm-case-row__what">
        {t(deadline === dispute.answer_by ? 'desk.answer_by' : 'desk.settle_by')} {byText(deadline, now, words)}
      </span>
    </span>
  );
}

/** What a case is called: its job, else its problem. */
export function caseTitle(dispute: Dispute, words: DisputeWords): string {
  return dispute.job?.title ?? reasonText(dispute.reason, words);
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
