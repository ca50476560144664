'use client';
import { nextDeadline } from '@stm-chat/client/disputes';
import type { ChatSummary, Dispute, Lane } from '@stm-chat/protocol';
import type { ReactNode } from 'react';
import type { ChatPartProps } from '../components/chat-parts.js';
import { DisputeIcon } from '../components/icons.js';
import { useNow } from '../hooks/use-now.js';
import { DisputeSheet } from './dispute-sheet.js';
import { ClockIcon, EyeIcon, NoteIcon, PersonIcon } from './dispute-icons.js';
import { awaitedBy } from './model/offer-state.js';
import { timeLeft } from './model/time-left.js';
import { ReadersDialog } from './readers-dialog.js';
import { useChatSummary, useDialogs, useDispute } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { byText, countdownText, type DisputeWords, partyName } from './words.js';

export interface DisputeBannerProps extends ChatPartProps {
  /** The way to the case, for its LSM. */
  readonly caseLink?: ((disputeId: string) => ReactNode) | undefined;
}

/**
 * Under the header of a chat whose dispute runs: where it stands, until when, and who can read this. In a lane that is
 * opened by itself: who alone reads it.
 */
export function DisputeBanner({ summary, meId, caseLink }: DisputeBannerProps) {
  if (summary.lane !== null) return <LaneBanner summary={summary} meId={meId} lane={summary.lane} />;
  return summary.status === 'disputed' && summary.dispute !== null ? (
    <RunningBanner summary={summary} meId={meId} disputeId={summary.dispute.id} caseLink={caseLink} />
  ) : null;
}

/** What a lane that is not shown inside its case has to say. */
function LaneBanner({ summary, meId, lane }: ChatPartProps & { readonly lane: Lane }) {
  const { t, formats } = useDisputeWords();
  const others = summary.members.filter(({ userId }) => userId !== meId).map(({ name }) => name);
  const kind = lane === 'staff' ? 'staff' : 'private';
  return (
    <p className="stm-lane-banner" data-target={lane}>
      {lane === 'staff' ? <NoteIcon /> : <PersonIcon />}
      {t(`lane.${kind}_note`, { name: formats.list(others) })}
    </p>
  );
}

function RunningBanner({ summary, meId, disputeId, caseLink }: DisputeBannerProps & { readonly disputeId: string }) {
  const words = useDisputeWords();
  const { t } = words;
  const now = useNow();
  const state = useDispute(disputeId);
  const { show, close } = useDialogs();
  const dispute = state.status === 'ready' ? state.dispute : undefined;
  const lane = useChatSummary(dispute?.lanes.find(({ lane }) => lane !== 'staff')?.chatId);
  const unread = meId === summary.lsm_id ? 0 : (lane?.unread ?? 0);
  const deadline = dispute === undefined ? null : nextDeadline(dispute);
  return (
    <section className="stm-dispute-banner" aria-label={t('banner.label')}>
      <DisputeIcon />
      <div className="stm-dispute-banner__lines">
        <p className="stm-dispute-banner__state">{stateText(summary, dispute, meId, words)}</p>
        {dispute !== undefined && deadline !== null && (
          <p className="stm-dispute-banner__deadline" data-urgency={timeLeft(deadline, now).urgency}>
            <ClockIcon />
            <span>
              {t(deadline === dispute.answer_by ? 'banner.answer' : 'banner.settle')} {byText(deadline, now, words)}
            </span>
            <strong>{countdownText(deadline, now, words)}</strong>
          </p>
        )}
      </div>
      <div className="stm-dispute-banner__actions">
        {meId === summary.lsm_id && caseLink?.(disputeId)}
        <button
          type="button"
          className="stm-dispute-banner__button"
          aria-haspopup="dialog"
          onClick={() => show(<ReadersDialog chatId={summary.id} disputeId={disputeId} onClose={close} />)}
        >
          <EyeIcon />
          {t('banner.readers_count', { count: summary.members.length })}
        </button>
        <button
          type="button"
          className="stm-dispute-banner__button stm-dispute-banner__button--more"
          aria-haspopup="dialog"
          onClick={() => show(<DisputeSheet chatId={summary.id} disputeId={disputeId} onClose={close} />)}
        >
          {t('banner.more')}
          {unread > 0 && (
            <span className="stm-badge">
              <span aria-hidden="true">{words.formats.number(unread)}</span>
              <span className="stm-hidden">{t('banner.lane', { count: unread })}</span>
            </span>
          )}
        </button>
      </div>
    </section>
  );
}

/** The one thing that matters now: an offer that waits, else in whose hands it is. */
function stateText(
  summary: ChatSummary,
  dispute: Dispute | undefined,
  meId: number | null,
  words: DisputeWords,
): string {
  const { t } = words;
  const offer = dispute?.offer;
  if (offer?.status === 'open') {
    if (offer.by === meId) return t('banner.offer_mine');
    const name = partyName(summary, offer.by, offer.by_role, words);
    const mine = summary.members.find(({ userId }) => userId === meId)?.role;
    return t(awaitedBy(offer).some((role) => role === mine) ? 'banner.offer_theirs' : 'banner.offer_pending', { name });
  }
  if (summary.lsm_id === null) return t('banner.open');
  return summary.lsm_id === meId
    ? t('banner.assigned_me')
    : t('banner.assigned', { name: partyName(summary, summary.lsm_id, 'lsm', words) });
}
