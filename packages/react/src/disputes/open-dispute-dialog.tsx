'use client';
import { type ChatSummary, DISPUTE_DETAILS_MAX, DISPUTE_REASONS, DISPUTE_WISHES } from '@stm-chat/protocol';
import { useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useMe } from '../hooks/use-chat-client.js';
import { counterparts, findMember } from '../model/people.js';
import { EvidencePicker } from './evidence-picker.js';
import { Choices, FormDialog, TextField } from './form-parts.js';
import type { EvidenceMark } from './model/evidence-marks.js';
import { type ReasonKey, reasonsFor, type WishKey, wishesFor } from './model/known-texts.js';
import { useDisputes, useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';

export interface OpenDisputeDialogProps {
  readonly summary: ChatSummary;
  readonly onClose: () => void;
}

/** "Problem with this job?": what went wrong, what would settle it, and the messages that show it. */
export function OpenDisputeDialog({ summary, onClose }: OpenDisputeDialogProps) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const meId = useMe()?.id ?? null;
  const disputes = useDisputes();
  const doing = useDoing();
  const [reason, setReason] = useState<ReasonKey | 'other' | null>(null);
  const [ownReason, setOwnReason] = useState('');
  const [details, setDetails] = useState('');
  const [wish, setWish] = useState<WishKey | 'other' | 'none'>('none');
  const [ownWish, setOwnWish] = useState('');
  const [marks, setMarks] = useState<readonly EvidenceMark[]>([]);
  const role = findMember(summary, meId ?? 0)?.role === 'provider' ? 'provider' : 'customer';
  const [other] = counterparts(summary, meId);

  const submit = () => {
    if (reason === null) return doing.fail(t('open.need_reason'));
    const reasonWords = reason === 'other' ? ownReason.trim() : DISPUTE_REASONS[reason];
    if (reasonWords === '') return doing.fail(t('open.need_own'));
    const wished = wish === 'none' ? '' : wish === 'other' ? ownWish.trim() : DISPUTE_WISHES[wish];
    const told = details.trim();
    doing.run(
      () =>
        disputes.open({
          chatId: summary.id,
          reason: reasonWords,
          ...(told === '' ? {} : { details: told }),
          ...(wished === '' ? {} : { wished_outcome: wished }),
          ...(marks.length === 0 ? {} : { evidence: marks.map(({ seq }) => seq) }),
        }),
      () => {
        announce(t('open.done'));
        onClose();
      },
    );
  };

  return (
    <FormDialog
      title={t('open.title')}
      lead={<p>{t('open.lead')}</p>}
      cancel={t('action.cancel')}
      submit={t(doing.busy ? 'open.busy' : 'open.submit')}
      busy={doing.busy}
      error={doing.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Choices
        label={t('open.reason')}
        value={reason}
        onChange={setReason}
        invalid={doing.error !== null && reason === null}
        choices={[
          ...reasonsFor(role).map((value) => ({ value, label: t(`reason.${value}`) })),
          {
            value: 'other' as const,
            label: t('reason.other'),
            more: (
              <TextField
                label={t('open.reason_own')}
                max={200}
                value={ownReason}
                onChange={setOwnReason}
                invalid={doing.error !== null && ownReason.trim() === ''}
              />
            ),
          },
        ]}
      />
      <TextField
        label={t('open.details')}
        hint={t('open.details_hint')}
        lines={4}
        max={DISPUTE_DETAILS_MAX}
        value={details}
        onChange={setDetails}
      />
      <Choices
        label={t('open.wish')}
        value={wish}
        onChange={setWish}
        choices={[
          ...wishesFor(role).map((value) => ({ value, label: t(`wish.${value}`) })),
          {
            value: 'other' as const,
            label: t('wish.other'),
            more: <TextField label={t('open.wish_own')} max={200} value={ownWish} onChange={setOwnWish} />,
          },
          { value: 'none' as const, label: t('wish.none') },
        ]}
      />
      <EvidencePicker chatId={summary.id} marks={marks} onChange={setMarks} />
      <section className="stm-form__note" aria-label={t('open.what_happens')}>
        <h3 className="stm-field__label">{t('open.what_happens')}</h3>
        <ul>
          <li>{other === undefined ? t('open.happens_told_nobody') : t('open.happens_told', { name: other.name })}</li>
          <li>{t('open.happens_reads')}</li>
          <li>{t('open.happens_locked')}</li>
        </ul>
      </section>
    </FormDialog>
  );
}
