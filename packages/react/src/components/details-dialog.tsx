'use client';
import { Dialog } from '../kit/dialog.js';
import { ChatDetails, type ChatDetailsProps } from './chat-details.js';
import { useLanguage } from './language-context.js';

export interface DetailsDialogProps extends ChatDetailsProps {
  readonly onClose: () => void;
}

/** The details over the conversation, where there is no room beside it. */
export function DetailsDialog({ summary, meId, onClose }: DetailsDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog
      shape="sheet"
      title={t('conversation.details')}
      titleHidden
      closeLabel={t('conversation.details_close')}
      onClose={onClose}
    >
      <ChatDetails summary={summary} meId={meId} />
    </Dialog>
  );
}
