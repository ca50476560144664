'use client';
import { isRunning } from '@stm-chat/client/disputes';
import type { ChatSummary } from '@stm-chat/protocol';
import type { ChatPartProps } from '../components/chat-parts.js';
import { DisputeIcon } from '../components/icons.js';
import { MenuItem } from '../kit/menu.js';
import { findMember } from '../model/people.js';
import { DisputeSheet } from './dispute-sheet.js';
import { OpenDisputeDialog } from './open-dispute-dialog.js';
import { useAnswer, useDialogs, useDisputes } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { momentText, reasonText } from './words.js';
import { useNow } from '../hooks/use-now.js';

/** True for a party of the job, who alone may open a dispute; one at a time, on a chat with two sides. */
function mayOpen(summary: ChatSummary, meId: number | null): boolean {
  const role = findMember(summary, meId ?? 0)?.role;
  return (role === 'customer' || role === 'provider') && summary.status !== 'disputed' && summary.parent_id === null;
}

/** In the menu of a chat: the way into a dispute, or to the one that runs. */
export function DisputeMenuItems({ summary, meId }: ChatPartProps) {
  const { t } = useDisputeWords();
  const { show, close } = useDialogs();
  const { dispute } = summary;
  if (summary.status === 'disputed' && dispute !== null) {
    return (
      <MenuItem
        icon={<DisputeIcon />}
        onSelect={() => show(<DisputeSheet chatId={summary.id} disputeId={dispute.id} onClose={close} />)}
      >
        {t('banner.more')}
      </MenuItem>
    );
  }
  if (!mayOpen(summary, meId)) return null;
  return (
    <MenuItem icon={<DisputeIcon />} onSelect={() => show(<OpenDisputeDialog summary={summary} onClose={close} />)}>
      {t('open.menu')}
    </MenuItem>
  );
}

/** Beside the job and the people: the way into a dispute, and the disputes that there were. */
export function DisputeDetails({ summary, meId }: ChatPartProps) {
  const words = useDisputeWords();
  const { t } = words;
  const now = useNow();
  const disputes = useDisputes();
  const { show, close } = useDialogs();
  const known = summary.dispute;
  const answer = useAnswer(
    () => (known === null ? Promise.resolve([]) : disputes.ofChat(summary.id)),
    `${summary.id} ${known?.id} ${known?.status}`,
  );
  const all = answer.status === 'ready' ? answer.value : [];
  return (
    <section className="stm-dispute-details">
      <h3 className="stm-details__label">{t('banner.label')}</h3>
      {all.length === 0 && known === null && <p className="stm-readers__note">{t('sheet.none')}</p>}
      <ul className="stm-dispute-details__list" role="list">
        {all.map((dispute) => (
          <li key={dispute.id}>
            <button
              type="button"
              className="stm-dispute-details__item"
              data-running={isRunning(dispute) || undefined}
              aria-haspopup="dialog"
              onClick={() => show(<DisputeSheet chatId={summary.id} disputeId={dispute.id} onClose={close} />)}
            >
              <span dir="auto">{reasonText(dispute.reason, words)}</span>
              <span className="stm-readers__when">
                {momentText(dispute.opened_at, now, words)}
                {dispute.status === 'resolved' && <> · {t('sheet.status_resolved')}</>}
                {dispute.status === 'withdrawn' && <> · {t('sheet.status_withdrawn')}</>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {mayOpen(summary, meId) && (
        <button
          type="button"
          className="stm-button stm-button--quiet"
          aria-haspopup="dialog"
          onClick={() => show(<OpenDisputeDialog summary={summary} onClose={close} />)}
        >
          {t('open.menu')}
        </button>
      )}
    </section>
  );
}
