'use client';
import { useChatContext } from '../components/chat-context.js';
import { ConfirmDialog } from '../kit/confirm-dialog.js';
import { useDisputes, useDoing } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';

/** Asks who opened a dispute whether to take it back. */
export function WithdrawDialog({ disputeId, onClose }: { readonly disputeId: string; readonly onClose: () => void }) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const disputes = useDisputes();
  const doing = useDoing();
  return (
    <ConfirmDialog
      title={t('withdraw.title')}
      action={t('withdraw.confirm')}
      busy={doing.busy}
      error={doing.error}
      onConfirm={() =>
        doing.run(
          () => disputes.withdraw(disputeId),
          () => {
            announce(t('withdraw.done'));
            onClose();
          },
        )
      }
      onClose={onClose}
    >
      <p>{t('withdraw.text')}</p>
    </ConfirmDialog>
  );
}
