'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo, type ReactNode } from 'react';
import { safeHttpUrl } from '../model/linkify.js';
import { jobStateText } from '../text/job-state.js';
import { Avatar } from './avatar.js';
import { useChatContext } from './chat-context.js';
import { ChatPart } from './chat-part.js';
import { useLanguage } from './language-context.js';
import { Presence } from './presence.js';
import { RoleMark } from './role-mark.js';
import { StatusChip } from './status-chip.js';

export interface ChatDetailsProps {
  readonly summary: ChatSummary;
  readonly meId: number | null;
}

/** The job as the host described it, and who can read the chat. */
export const ChatDetails = memo(function ChatDetails({ summary, meId }: ChatDetailsProps) {
  const { t, formats } = useLanguage();
  const { parts } = useChatContext();
  const job = summary.job ?? {};
  const url = job.url === undefined ? null : safeHttpUrl(job.url);
  return (
    <div className="stm-details">
      <section aria-label={t('details.job')}>
        <h3 className="stm-details__label">{t('details.job')}</h3>
        <p className="stm-details__title" dir="auto">
          {job.title ?? summary.subject}
        </p>
        <dl className="stm-details__facts">
          <Fact
            label={t('details.chat')}
            value={summary.status === 'open' ? t('status.open') : <StatusChip summary={summary} />}
          />
          {job.status !== undefined && <Fact label={t('details.status')} value={jobStateText(job.status, t)} />}
          {job.price !== undefined && (
            <Fact label={t('details.price')} value={formats.money(job.price, job.currency)} />
          )}
          {job.date !== undefined && <Fact label={t('details.date')} value={formats.dateText(job.date)} />}
          {summary.job_id !== null && <Fact label={t('details.reference')} value={summary.job_id} />}
        </dl>
        {url !== null && (
          <a className="stm-button stm-button--quiet" href={url} target="_blank" rel="noopener noreferrer">
            {t('details.open_job')}
          </a>
        )}
      </section>
      <section aria-label={t('details.people')}>
        <h3 className="stm-details__label">{t('details.people')}</h3>
        <ul className="stm-details__people" role="list">
          {summary.members.map((member) => (
            <li key={member.userId}>
              <Avatar userId={member.userId} name={member.name} party={member.role} />
              <span>
                <span className="stm-details__name" dir="auto">
                  {member.name}
                  {member.userId === meId && <span className="stm-details__you"> ({t('person.you')})</span>}
                </span>
                <RoleMark party={member.role} />
                {member.userId !== meId && <Presence member={member} />}
              </span>
            </li>
          ))}
        </ul>
        <p className="stm-details__note">{t('details.started', { date: formats.dateText(summary.created_at) })}</p>
      </section>
      {parts.Details !== undefined && (
        <ChatPart>
          <parts.Details summary={summary} meId={meId} />
        </ChatPart>
      )}
    </div>
  );
});

function Fact({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <div className="stm-details__fact">
      <dt>{label}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}
