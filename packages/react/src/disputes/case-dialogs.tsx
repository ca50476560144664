'use client';
import type { Dispute } from '@stm-chat/protocol';
import { useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { Choices, FormDialog, TextField } from './form-parts.js';
import { readNumber } from './model/offer-form.js';
import { type Outcome, outcomeText } from './model/known-texts.js';
import { useAnswer, useDisputes, useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';

export interface CaseDialogProps {
  readonly dispute: Dispute;
  readonly onClose: () => void;
}

/** The LSM decides: the outcome, and the reason for it, which both sides read. */
export function ResolveDialog({ dispute, onClose }: CaseDialogProps) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const disputes = useDisputes();
  const doing = useDoing();
  const [kind, setKind] = useState<Outcome['kind'] | null>(null);
  const [percent, setPercent] = useState('');
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState(dispute.job?.currency ?? '');
  const [own, setOwn] = useState('');
  const [note, setNote] = useState('');

  const submit = () => {
    const outcome = kind === null ? undefined : readOutcome(kind, { percent, amount, currency, own });
    if (outcome === undefined) {
      return doing.fail(
        t(kind === 'percent' ? 'offer.need_percent' : kind === 'amount' ? 'offer.need_amount' : 'resolve.need_outcome'),
      );
    }
    if (note.trim() === '') return doing.fail(t('resolve.need_note'));
    doing.run(
      () => disputes.resolve(dispute.id, outcomeText(outcome), note),
      () => {
        announce(t('resolve.done'));
        onClose();
      },
    );
  };

  const plain = (value: 'full_refund' | 'no_refund' | 'redo' | 'payment') => ({ value, label: t(`outcome.${value}`) });
  return (
    <FormDialog
      title={t('resolve.title')}
      lead={<p>{t('resolve.lead')}</p>}
      cancel={t('action.cancel')}
      submit={t(doing.busy ? 'resolve.busy' : 'resolve.submit')}
      busy={doing.busy}
      error={doing.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Choices<Outcome['kind']>
        label={t('resolve.outcome')}
        value={kind}
        onChange={setKind}
        invalid={doing.error !== null && kind === null}
        choices={[
          plain('full_refund'),
          {
            value: 'percent',
            label: t('outcome.percent_choice'),
            more: <TextField label={t('offer.percent')} inputMode="decimal" value={percent} onChange={setPercent} />,
          },
          {
            value: 'amount',
            label: t('outcome.amount_choice'),
            more: (
              <div className="stm-form__row">
                <TextField label={t('offer.amount')} inputMode="decimal" value={amount} onChange={setAmount} />
                <TextField label={t('offer.currency')} max={3} value={currency} onChange={setCurrency} />
              </div>
            ),
          },
          plain('redo'),
          plain('payment'),
          plain('no_refund'),
          {
            value: 'own',
            label: t('outcome.own'),
            more: <TextField label={t('resolve.own')} max={200} value={own} onChange={setOwn} />,
          },
        ]}
      />
      <TextField
        label={t('resolve.note')}
        hint={t('resolve.note_hint')}
        lines={5}
        max={4000}
        value={note}
        onChange={setNote}
        invalid={doing.error !== null && note.trim() === ''}
      />
    </FormDialog>
  );
}

interface OutcomeFields {
  readonly percent: string;
  readonly amount: string;
  readonly currency: string;
  readonly own: string;
}

function readOutcome(kind: Outcome['kind'], fields: OutcomeFields): Outcome | undefined {
  switch (kind) {
    case 'percent': {
      const percent = Number(readNumber(fields.percent));
      return fields.percent.trim() !== '' && percent >= 0 && percent <= 100 ? { kind, percent } : undefined;
    }
    case 'amount': {
      const amount = readNumber(fields.amount);
      const currency = fields.currency.trim().toUpperCase();
      return /^\d+(?:\.\d{1,3})?$/.test(amount) && /^[A-Z]{3}$/.test(currency) ? { kind, amount, currency } : undefined;
    }
    case 'own': {
      const text = fields.own.trim();
      return text === '' ? undefined : { kind, text };
    }
    case 'full_refund':
    case 'no_refund':
    case 'redo':
    case 'payment':
      return { kind };
  }
}

export interface LeavingDialogProps extends CaseDialogProps {
  /** The case is no longer mine. */
  readonly onLeft: () => void;
}

/** Gives the case to a colleague, with a note. */
export function HandOverDialog({ dispute, onClose, onLeft }: LeavingDialogProps) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const client = useChatClient();
  const disputes = useDisputes();
  const doing = useDoing();
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const answer = useAnswer(() => client.call('list_dispute_lsms', { disputeId: dispute.id }), dispute.id);
  const lsms = answer.status === 'ready' ? answer.value.lsms : [];

  const submit = () => {
    if (to === null) return doing.fail(t('hand_over.need'));
    doing.run(
      () => disputes.handOver(dispute.id, Number(to), note),
      () => {
        announce(t('hand_over.done'));
        onClose();
        onLeft();
      },
    );
  };

  return (
    <FormDialog
      title={t('hand_over.title')}
      lead={<p>{t('hand_over.lead')}</p>}
      cancel={t('action.cancel')}
      submit={t('hand_over.submit')}
      busy={doing.busy}
      error={doing.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {answer.status === 'ready' && lsms.length === 0 ? (
        <p className="stm-readers__note">{t('hand_over.none')}</p>
      ) : (
        <Choices
          label={t('hand_over.to')}
          value={to}
          onChange={setTo}
          invalid={doing.error !== null && to === null}
          choices={lsms.map(({ userId, name, cases, online }) => ({
            value: String(userId),
            label: (
              <span className="stm-colleague">
                <bdi>{name}</bdi>
                <span className="stm-colleague__facts">
                  {t('hand_over.cases', { count: cases })}
                  {online && <> · {t('hand_over.online')}</>}
                </span>
              </span>
            ),
          }))}
        />
      )}
      <TextField label={t('hand_over.note')} lines={4} max={4000} value={note} onChange={setNote} />
    </FormDialog>
  );
}

/** Gives the case back to those that wait. */
export function ReleaseDialog({ dispute, onClose, onLeft }: LeavingDialogProps) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const disputes = useDisputes();
  const doing = useDoing();
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={t('release.title')}
      lead={<p>{t('release.text')}</p>}
      cancel={t('action.cancel')}
      submit={t('release.confirm')}
      busy={doing.busy}
      error={doing.error}
      danger
      onSubmit={() =>
        doing.run(
          () => disputes.release(dispute.id, note),
          () => {
            announce(t('release.done'));
            onClose();
            onLeft();
          },
        )
      }
      onClose={onClose}
    >
      <TextField label={t('release.note')} lines={4} max={4000} value={note} onChange={setNote} />
    </FormDialog>
  );
}
