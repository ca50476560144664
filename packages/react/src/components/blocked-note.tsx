'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useBlocking } from '../hooks/use-blocking.js';
import { LockIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface BlockedNoteProps {
  readonly summary: ChatSummary;
  readonly meId: number | null;
  readonly onError: (text: string) => void;
}

/** True while a block of one of the two parties stands against writing. */
export function isBlocked({ blocked_by, status }: ChatSummary, meId: number | null, lsmId: number | null): boolean {
  return blocked_by !== undefined && status === 'open' && meId !== lsmId;
}

/** Stands instead of the field: who has blocked whom, and the way back where it is mine. */
export function BlockedNote({ summary, meId, onError }: BlockedNoteProps) {
  const { t } = useLanguage();
  const { unblock, busy } = useBlocking(onError);
  const other = summary.members.find(({ userId, role }) => userId !== meId && role !== 'lsm');
  const mine = meId !== null && summary.blocked_by?.includes(meId) === true;
  return (
    <p className="stm-closed-note">
      <LockIcon />
      {mine
        ? t('safety.i_blocked', { name: other?.name ?? '' })
        : t('safety.they_blocked', { name: other?.name ?? '' })}
      {mine && other !== undefined && (
        <button type="button" className="stm-link-button" disabled={busy} onClick={() => unblock(other.userId)}>
          {t('safety.unblock')}
        </button>
      )}
    </p>
  );
}
