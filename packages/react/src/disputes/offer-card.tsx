'use client';
import type { ChatSummary, Offer } from '@stm-chat/protocol';
import { useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import type { MessagePartProps } from '../components/chat-parts.js';
import { findMember } from '../model/people.js';
import { ConfirmDialog } from '../kit/confirm-dialog.js';
import { OfferIcon } from './dispute-icons.js';
import { awaitedBy, canAnswer, wouldSettle } from './model/offer-state.js';
import { OfferDialog } from './offer-dialog.js';
import { useDialogs, useDispute, useDisputes, useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { type DisputeWords, partyName, termLines, termsInLine } from './words.js';

/** An offer in the thread: its terms, where it stands, and the answers for those whose turn it is. */
export function OfferCard({ message, summary, meId }: MessagePartProps) {
  const words = useDisputeWords();
  const { t } = words;
  const { offer } = message;
  if (offer === undefined) return <>{message.message}</>;
  const role = findMember(summary, meId ?? 0)?.role ?? null;
  const mine = offer.by === meId;
  return (
    <div className="stm-offer" data-status={offer.status} dir={undefined}>
      <p className="stm-offer__title">
        <OfferIcon />
        {mine ? t('offer.of_me') : t('offer.of', { name: partyName(summary, offer.by, offer.by_role, words) })}
      </p>
      <ul className="stm-offer__terms" role="list">
        {termLines(offer.terms, summary.job, words).map((line) => (
          <li key={line} dir="auto">
            {line}
          </li>
        ))}
      </ul>
      <p className="stm-offer__status">{statusText(offer, summary, role, words)}</p>
      {summary.dispute !== null && canAnswer(offer, role, summary.status) && (
        <Answers offer={offer} disputeId={summary.dispute.id} settles={wouldSettle(offer, role)} />
      )}
    </div>
  );
}

interface AnswersProps {
  readonly offer: Offer;
  readonly disputeId: string;
  readonly settles: boolean;
}

function Answers({ offer, disputeId, settles }: AnswersProps) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const disputes = useDisputes();
  const doing = useDoing();
  const state = useDispute(disputeId);
  const { show, close } = useDialogs();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div className="stm-offer__answers">
        <button type="button" className="stm-button" onClick={() => setAsking(true)}>
          {t('offer.accept')}
        </button>
        <button
          type="button"
          className="stm-button stm-button--quiet"
          disabled={state.status !== 'ready'}
          onClick={() => state.status === 'ready' && show(<OfferDialog dispute={state.dispute} onClose={close} />)}
        >
          {t('offer.counter')}
        </button>
        <button
          type="button"
          className="stm-button stm-button--quiet"
          aria-disabled={doing.busy}
          onClick={() =>
            doing.run(
              () => disputes.declineOffer(disputeId, offer.id),
              () => announce(t('offer.declined')),
            )
          }
        >
          {t('offer.decline')}
        </button>
      </div>
      <p className="stm-form__error" role="alert">
        {!asking && doing.error}
      </p>
      {asking && (
        <ConfirmDialog
          title={t('offer.accept_title')}
          action={t(settles ? 'offer.accept_confirm' : 'offer.accept_confirm_waits')}
          busy={doing.busy}
          error={doing.error}
          onConfirm={() =>
            doing.run(
              () => disputes.acceptOffer(disputeId, offer.id),
              () => {
                announce(t('offer.accepted'));
                setAsking(false);
              },
            )
          }
          onClose={() => setAsking(false)}
        >
          <Terms offer={offer} disputeId={disputeId} />
          <p>{t(settles ? 'offer.accept_settles' : 'offer.accept_waits')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Terms({ offer, disputeId }: { readonly offer: Offer; readonly disputeId: string }) {
  const words = useDisputeWords();
  const state = useDispute(disputeId);
  const job = state.status === 'ready' ? state.dispute.job : null;
  return (
    <p className="stm-confirm__quote" dir="auto">
      {termsInLine(offer.terms, job, words)}
    </p>
  );
}

function statusText(offer: Offer, summary: ChatSummary, role: string | null, words: DisputeWords): string {
  const { t, formats } = words;
  if (offer.status !== 'open') return t(`offer.status_${offer.status}`);
  const awaited = awaitedBy(offer);
  if (awaited.some((one) => one === role)) return t('offer.status_open_you');
  const names = awaited.map((one) =>
    partyName(summary, one === 'customer' ? summary.customer_id : summary.provider_id, one, words),
  );
  return t('offer.status_open', { names: formats.list(names) });
}
