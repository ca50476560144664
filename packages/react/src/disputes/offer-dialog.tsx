'use client';
import { newId } from '@stm-chat/client';
import type { Dispute, Job } from '@stm-chat/protocol';
import { useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useMe } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { dayKey } from '../text/formats.js';
import { Choices, FormDialog, TextField } from './form-parts.js';
import { changeOffer, emptyOffer, type OfferDraft, type OfferForm, readNumber, readOffer } from './model/offer-form.js';
import { useDisputes, useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { type DisputeWords, percentOfPrice, percentText } from './words.js';

export interface OfferDialogProps {
  readonly dispute: Dispute;
  readonly onClose: () => void;
}

/** Offers a settlement, or answers an offer with another one. */
export function OfferDialog({ dispute, onClose }: OfferDialogProps) {
  const words = useDisputeWords();
  const { t } = words;
  const { announce } = useChatContext();
  const me = useMe();
  const disputes = useDisputes();
  const doing = useDoing();
  const now = useNow();
  const today = dayKey(new Date(now).toISOString());
  const [{ form, clientId }, setDraft] = useState<OfferDraft>(() => ({
    form: emptyOffer(dispute.job),
    clientId: newId(),
  }));
  const set = (changes: Partial<OfferForm>) => {
    const nextId = newId();
    setDraft((before) => changeOffer(before, changes, nextId));
  };
  const standing = dispute.offer?.status === 'open';
  const counter = standing && dispute.offer?.by !== me?.id;

  const submit = () => {
    const offer = readOffer(form);
    if (typeof offer === 'string') return doing.fail(t(`offer.${offer}`));
    if (offer.date !== undefined && offer.date < today) return doing.fail(t('offer.need_date'));
    doing.run(
      () => disputes.offer(dispute.id, offer, clientId),
      () => {
        announce(t('offer.made'));
        onClose();
      },
    );
  };

  return (
    <FormDialog
      title={t(counter ? 'offer.counter_title' : 'offer.title')}
      lead={
        <>
          <p>{t(me?.role === 'lsm' ? 'offer.lead_lsm' : 'offer.lead')}</p>
          {standing && <p>{t('offer.replaces')}</p>}
        </>
      }
      cancel={t('action.cancel')}
      submit={t(doing.busy ? 'offer.busy' : 'offer.submit')}
      busy={doing.busy}
      error={doing.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Choices
        label={t('offer.refund')}
        value={form.refund}
        onChange={(refund) => set({ refund })}
        choices={[
          { value: 'none', label: t('offer.refund_none') },
          {
            value: 'percent',
            label: t('offer.refund_percent'),
            more: (
              <>
                <TextField
                  label={t('offer.percent')}
                  inputMode="decimal"
                  value={form.percent}
                  onChange={(percent) => set({ percent })}
                />
                <p className="stm-field__hint" role="status">
                  {percentMeans(form, dispute.job, words)}
                </p>
              </>
            ),
          },
          {
            value: 'amount',
            label: t('offer.refund_amount'),
            more: (
              <div className="stm-form__row">
                <TextField
                  label={t('offer.amount')}
                  inputMode="decimal"
                  value={form.amount}
                  onChange={(amount) => set({ amount })}
                />
                <TextField
                  label={t('offer.currency')}
                  max={3}
                  value={form.currency}
                  onChange={(currency) => set({ currency })}
                />
              </div>
            ),
          },
        ]}
      />
      <label className="stm-choice">
        <input type="checkbox" checked={form.redo} onChange={(event) => set({ redo: event.target.checked })} />
        <span>{t('offer.redo')}</span>
      </label>
      <TextField label={t('offer.date')} type="date" min={today} value={form.date} onChange={(date) => set({ date })} />
      <TextField label={t('offer.text')} lines={3} max={1000} value={form.text} onChange={(text) => set({ text })} />
    </FormDialog>
  );
}

/** "50 % of PKR 12,500 is PKR 6,250"; empty while it is no number, or the price is none. */
function percentMeans({ percent: typed }: OfferForm, job: Job | null, words: DisputeWords): string {
  const percent = Number(readNumber(typed));
  if (typed.trim() === '' || !(percent >= 0 && percent <= 100)) return '';
  const amount = percentOfPrice(percent, job);
  if (amount === null) return '';
  return words.t('offer.percent_means', {
    percent: percentText(percent, words),
    price: words.formats.money(job?.price ?? '', job?.currency),
    amount: words.formats.money(amount, job?.currency),
  });
}
