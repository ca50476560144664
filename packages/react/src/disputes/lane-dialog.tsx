'use client';
import type { Lane } from '@stm-chat/protocol';
import { Dialog } from '../kit/dialog.js';
import { LanePane } from './lane-pane.js';
import { useDisputeWords } from './use-dispute-words.js';

export interface LaneDialogProps {
  readonly chatId: string;
  readonly lane: Lane;
  /** Of the LSM. */
  readonly name: string;
  readonly onClose: () => void;
}

/** What a party and the LSM say to each other in private. */
export function LaneDialog({ chatId, lane, name, onClose }: LaneDialogProps) {
  const { t } = useDisputeWords();
  return (
    <Dialog shape="sheet" title={t('lane.private', { name })} titleHidden onClose={onClose} className="stm-lane-dialog">
      <LanePane chatId={chatId} target={lane} name={name} />
    </Dialog>
  );
}
