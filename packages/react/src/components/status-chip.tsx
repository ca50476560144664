'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { jobStateText } from '../text/job-state.js';
import { useLanguage } from './language-context.js';
import { DisputeIcon, LockIcon } from './icons.js';

export interface StatusChipProps {
  readonly summary: ChatSummary;
}

/** The state that matters most: a dispute, a closed chat, else the job's own state. */
export function StatusChip({ summary }: StatusChipProps) {
  const { t } = useLanguage();
  switch (summary.status) {
    case 'disputed':
      return (
        <span className="stm-chip stm-chip--disputed">
          <DisputeIcon />
          {t('status.disputed')}
        </span>
      );
    case 'closed':
      return (
        <span className="stm-chip stm-chip--closed">
          <LockIcon />
          {t('status.closed')}
        </span>
      );
    case 'open': {
      const state = summary.job?.status;
      return state === undefined ? null : (
        <span className="stm-chip" dir="auto">
          {jobStateText(state, t)}
        </span>
      );
    }
  }
}
