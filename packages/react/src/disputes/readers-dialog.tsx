'use client';
import type { ChatSummary, DisputeAccess, DisputeRead } from '@stm-chat/protocol';
import { Avatar } from '../components/avatar.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { RoleMark } from '../components/role-mark.js';
import { Dialog } from '../kit/dialog.js';
import { useAnswer, useChatSummary, useDispute } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { dayText, type DisputeWords, momentText } from './words.js';

export interface DisputeDialogProps {
  readonly chatId: string;
  readonly disputeId: string;
  readonly onClose: () => void;
}

/** Who can read the chat now, which LSM could, when and why, and what was read. */
export function ReadersDialog({ chatId, disputeId, onClose }: DisputeDialogProps) {
  const { t } = useDisputeWords();
  return (
    <Dialog title={t('readers.title')} onClose={onClose} className="stm-form-dialog">
      <Readers chatId={chatId} disputeId={disputeId} />
    </Dialog>
  );
}

function Readers({ chatId, disputeId }: Omit<DisputeDialogProps, 'onClose'>) {
  const words = useDisputeWords();
  const { t } = words;
  const client = useChatClient();
  const summary = useChatSummary(chatId);
  const state = useDispute(disputeId);
  // Asked again whenever the case changes hands.
  const key = state.status === 'ready' ? `${state.dispute.status} ${state.dispute.lsm_id}` : state.status;
  const answer = useAnswer(() => client.call('list_dispute_access', { disputeId }), key);
  return (
    <div className="stm-readers">
      {summary !== undefined && <Present summary={summary} />}
      {answer.status === 'failed' && (
        <p className="stm-form__error" role="alert">
          {t('readers.failed')}{' '}
          <button type="button" className="stm-failed__action" onClick={answer.retry}>
            {t('action.retry')}
          </button>
        </p>
      )}
      {answer.status === 'ready' &&
        (answer.value.access.length === 0 ? (
          <p className="stm-readers__note">{t('readers.nobody_yet')}</p>
        ) : (
          <section aria-label={t('readers.before')}>
            <h3 className="stm-details__label">{t('readers.before')}</h3>
            <ol className="stm-readers__list" role="list">
              {answer.value.access.map((access) => (
                <Access
                  key={`${access.userId} ${access.from}`}
                  access={access}
                  reads={answer.value.reads}
                  words={words}
                />
              ))}
            </ol>
          </section>
        ))}
      <p className="stm-readers__note">{t('readers.note')}</p>
    </div>
  );
}

function Present({ summary }: { readonly summary: ChatSummary }) {
  const { t } = useDisputeWords();
  return (
    <section aria-label={t('readers.now')}>
      <h3 className="stm-details__label">{t('readers.now')}</h3>
      <ul className="stm-readers__list" role="list">
        {summary.members.map(({ userId, name, role }) => (
          <li className="stm-readers__person" key={userId}>
            <Avatar userId={userId} name={name} party={role} size="small" />
            <span className="stm-details__name" dir="auto">
              {name}
            </span>
            <RoleMark party={role} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface AccessProps {
  readonly access: DisputeAccess;
  readonly reads: readonly DisputeRead[];
  readonly words: DisputeWords;
}

function Access({ access, reads, words }: AccessProps) {
  const { t } = words;
  const now = useNow();
  const from = momentText(access.from, now, words);
  // Lanes have their own readers; here it is about the chat that both parties write in.
  const mine = reads.filter(
    ({ userId, lane, hour }) =>
      userId === access.userId && lane === null && (access.until === null || hour <= access.until),
  );
  return (
    <li className="stm-readers__access">
      <p>
        <span className="stm-details__name" dir="auto">
          {access.name}
        </span>{' '}
        {t(access.began === 'joined' ? 'readers.why_joined' : 'readers.why_handed_over')}
      </p>
      <p className="stm-readers__when">
        {access.until === null
          ? t('readers.from_still', { from })
          : t('readers.from_until', { from, until: momentText(access.until, now, words) })}
        {access.ended !== null && <> · {t(`readers.ended_${access.ended}`)}</>}
        {access.reads_until !== null && (
          <> · {t('readers.until_then', { day: dayText(access.reads_until, now, words) })}</>
        )}
      </p>
      {mine.length === 0 ? (
        <p className="stm-readers__when">{t('readers.read_none')}</p>
      ) : (
        <details>
          <summary>{t('readers.reads')}</summary>
          <ul className="stm-readers__reads" role="list">
            {mine.map(({ hour, from_seq, to_seq }) => (
              <li key={hour}>
                {t('readers.read', {
                  from: from_seq,
                  to: to_seq,
                  day: dayText(hour, now, words),
                  time: words.formats.time(hour),
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
