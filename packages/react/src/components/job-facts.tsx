'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useLanguage } from './language-context.js';
import { StatusChip } from './status-chip.js';

/** The job on one line: title, state, price, date; what the host did not tell is left out. */
export function JobFacts({ summary }: { readonly summary: ChatSummary }) {
  const { formats } = useLanguage();
  const { job } = summary;
  return (
    <div className="stm-facts">
      <span className="stm-facts__title" dir="auto">
        {job?.title ?? summary.subject}
      </span>
      <StatusChip summary={summary} />
      {job?.price !== undefined && <span className="stm-facts__fact">{formats.money(job.price, job.currency)}</span>}
      {job?.date !== undefined && <span className="stm-facts__fact">{formats.dateText(job.date)}</span>}
    </div>
  );
}
