import type { ChatSummary } from '@stm-chat/protocol';
import { counterparts } from '../model/people.js';
import { Avatar } from './avatar.js';

export interface ChatAvatarProps {
  readonly summary: ChatSummary;
  readonly meId: number | null;
  readonly size?: 'medium' | 'large';
}

/** Whom a chat is with: one face, or two for an LSM who sees both parties. An empty seat where nobody came yet. */
export function ChatAvatar({ summary, meId, size = 'medium' }: ChatAvatarProps) {
  const [first, second] = counterparts(summary, meId);
  if (first === undefined)
    return <span className={`stm-avatar stm-avatar--${size} stm-avatar--empty`} aria-hidden="true" />;
  if (second === undefined) {
    return (
      <span className="stm-avatar-place" data-online={first.online || undefined}>
        <Avatar userId={first.userId} name={first.name} party={first.role} size={size} />
      </span>
    );
  }
  return (
    <span className={`stm-avatar-pair stm-avatar-pair--${size}`} aria-hidden="true">
      <Avatar userId={first.userId} name={first.name} party={first.role} size="small" />
      <Avatar userId={second.userId} name={second.name} party={second.role} size="small" />
    </span>
  );
}
