'use client';
import type { ChatSummary, Dispute } from '@stm-chat/protocol';
import { Avatar } from '../components/avatar.js';
import { Presence } from '../components/presence.js';
import { RoleMark } from '../components/role-mark.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { safeHttpUrl } from '../model/linkify.js';
import { DisputeFacts } from './dispute-facts.js';
import { DisputeTimeline } from './dispute-timeline.js';
import { EvidenceLinks } from './evidence-links.js';
import { useAnswer } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { VersionsPanel } from './versions-panel.js';

export interface CaseFactsProps {
  readonly dispute: Dispute;
  /** Of the chat; undefined where it cannot be read. */
  readonly summary: ChatSummary | undefined;
  /** The case is mine: the chat can be read. */
  readonly mine: boolean;
  readonly onMessage: (seq: number) => void;
}

/** The case itself: problem, job, parties, story, earlier versions, evidence. */
export function CaseFacts({ dispute, summary, mine, onMessage }: CaseFactsProps) {
  const { t, formats } = useDisputeWords();
  const client = useChatClient();
  const job = dispute.job ?? summary?.job ?? null;
  const url = job?.url === undefined ? null : safeHttpUrl(job.url);
  const key = `${dispute.id} ${dispute.status} ${dispute.lsm_id}`;
  const access = useAnswer(
    async () => (mine ? await client.call('list_dispute_access', { disputeId: dispute.id }) : { access: [] }),
    key,
  );
  return (
    <div className="stm-case-facts">
      <DisputeFacts dispute={dispute} summary={summary} onMessage={mine ? onMessage : undefined} />
      <section aria-label={t('case.job')}>
        <h3 className="stm-details__label">{t('case.job')}</h3>
        {job?.title !== undefined && (
          <p className="stm-details__title" dir="auto">
            {job.title}
          </p>
        )}
        <dl className="stm-details__facts">
          {job?.price !== undefined && <Fact label={t('case.price')} value={formats.money(job.price, job.currency)} />}
          {job?.date !== undefined && <Fact label={t('case.date')} value={formats.dateText(job.date)} />}
          {summary?.job_id != null && <Fact label={t('case.reference')} value={summary.job_id} />}
          <Fact label={t('case.region')} value={dispute.region ?? t('desk.region_none')} />
        </dl>
        {url !== null && (
          <a className="stm-link-button" href={url} target="_blank" rel="noopener noreferrer">
            {t('case.open_job')}
          </a>
        )}
      </section>
      {summary !== undefined && (
        <section aria-label={t('case.parties')}>
          <h3 className="stm-details__label">{t('case.parties')}</h3>
          <ul className="stm-details__people" role="list">
            {summary.members
              .filter(({ role }) => role !== 'lsm')
              .map((member) => (
                <li key={member.userId}>
                  <Avatar userId={member.userId} name={member.name} party={member.role} />
                  <span>
                    <span className="stm-details__name" dir="auto">
                      {member.name}
                    </span>
                    <RoleMark party={member.role} />
                    {member.userId === dispute.opened_by && (
                      <span className="stm-readers__when">{t('case.opened_this')}</span>
                    )}
                    <Presence member={member} />
                  </span>
                </li>
              ))}
          </ul>
        </section>
      )}
      <DisputeTimeline
        dispute={dispute}
        access={access.status === 'ready' ? access.value.access : []}
        summary={summary}
      />
      {mine && <VersionsPanel chatId={dispute.chatId} summary={summary} onMessage={onMessage} />}
      {mine && <EvidenceLinks disputeId={dispute.id} />}
    </div>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="stm-details__fact">
      <dt>{label}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}
