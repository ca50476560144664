'use client';
import { isRunning } from '@stm-chat/client/disputes';
import type { ChatSummary, Dispute } from '@stm-chat/protocol';
import { useChatContext } from '../components/chat-context.js';
import { DisputeIcon } from '../components/icons.js';
import { useChatClient, useMe } from '../hooks/use-chat-client.js';
import { Dialog } from '../kit/dialog.js';
import { DisputeFacts } from './dispute-facts.js';
import { DisputeTimeline } from './dispute-timeline.js';
import { EvidenceLinks } from './evidence-links.js';
import { LaneDialog } from './lane-dialog.js';
import { OfferDialog } from './offer-dialog.js';
import type { DisputeDialogProps } from './readers-dialog.js';
import { useAnswer, useChatSummary, useDialogs, useDispute } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { WithdrawDialog } from './withdraw-dialog.js';
import { type DisputeWords, partyName } from './words.js';

/** One dispute as its parties see it: what it is about, where it stands, and what can be done. */
export function DisputeSheet({ chatId, disputeId, onClose }: DisputeDialogProps) {
  const { t } = useDisputeWords();
  const state = useDispute(disputeId);
  const summary = useChatSummary(chatId);
  return (
    <Dialog shape="sheet" title={t('sheet.title')} titleHidden onClose={onClose} className="stm-dispute-sheet">
      {state.status === 'ready' ? (
        <SheetContent dispute={state.dispute} summary={summary} onClose={onClose} />
      ) : (
        <p className="stm-dispute-sheet__wait" role="status">
          {t(`sheet.${state.status}`)}
        </p>
      )}
    </Dialog>
  );
}

interface SheetContentProps {
  readonly dispute: Dispute;
  readonly summary: ChatSummary | undefined;
}

function SheetContent({ dispute, summary, onClose }: SheetContentProps & { readonly onClose: () => void }) {
  const words = useDisputeWords();
  const { t } = words;
  const client = useChatClient();
  const { openMessage } = useChatContext().parts;
  const onMessage =
    openMessage &&
    ((seq: number) => {
      onClose();
      openMessage(dispute.chatId, seq);
    });
  const key = `${dispute.id} ${dispute.status} ${dispute.lsm_id}`;
  const access = useAnswer(() => client.call('list_dispute_access', { disputeId: dispute.id }), key);
  return (
    <div className="stm-dispute-sheet__content">
      <div className="stm-dispute-sheet__head">
        <DisputeIcon />
        <div>
          <h2 className="stm-dialog__title">{t('sheet.title')}</h2>
          <p className="stm-dispute-sheet__status">{statusText(dispute, summary, words)}</p>
        </div>
      </div>
      <DisputeFacts dispute={dispute} summary={summary} onMessage={onMessage} />
      {isRunning(dispute) && <Actions dispute={dispute} summary={summary} />}
      <DisputeTimeline
        dispute={dispute}
        access={access.status === 'ready' ? access.value.access : []}
        summary={summary}
      />
      <EvidenceLinks disputeId={dispute.id} />
    </div>
  );
}

function Actions({ dispute, summary }: SheetContentProps) {
  const words = useDisputeWords();
  const { t } = words;
  const meId = useMe()?.id ?? null;
  const { show, close } = useDialogs();
  const lane = dispute.lanes.find(({ lane }) => lane !== 'staff');
  const laneSummary = useChatSummary(lane?.chatId);
  const lsm = partyName(summary, dispute.lsm_id, 'lsm', words);
  const mine = dispute.opened_by === meId;
  const party = summary?.members.some(({ userId, role }) => userId === meId && role !== 'lsm') ?? false;
  const unread = laneSummary?.unread ?? 0;
  return (
    <div className="stm-dispute-sheet__actions">
      <button
        type="button"
        className="stm-button"
        onClick={() => show(<OfferDialog dispute={dispute} onClose={close} />)}
      >
        {t('sheet.offer')}
      </button>
      {party && lane !== undefined && dispute.lsm_id !== null && (
        <>
          <button
            type="button"
            className="stm-button stm-button--quiet"
            onClick={() => show(<LaneDialog chatId={lane.chatId} lane={lane.lane} name={lsm} onClose={close} />)}
          >
            {t('sheet.lane', { name: lsm })}
            {unread > 0 && (
              <span className="stm-badge">
                <span aria-hidden="true">{words.formats.number(unread)}</span>
                <span className="stm-hidden">{t('banner.lane', { count: unread })}</span>
              </span>
            )}
          </button>
          <p className="stm-readers__note">{t('sheet.lane_note', { name: lsm })}</p>
        </>
      )}
      {mine && (
        <button
          type="button"
          className="stm-link-button stm-link-button--danger"
          onClick={() => show(<WithdrawDialog disputeId={dispute.id} onClose={close} />)}
        >
          {t('sheet.withdraw')}
        </button>
      )}
    </div>
  );
}

function statusText(dispute: Dispute, summary: ChatSummary | undefined, words: DisputeWords): string {
  return words.t(`sheet.status_${dispute.status}`, { name: partyName(summary, dispute.lsm_id, 'lsm', words) });
}
