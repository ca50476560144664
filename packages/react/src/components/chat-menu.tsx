'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useMe } from '../hooks/use-chat-client.js';
import { useBlocking } from '../hooks/use-blocking.js';
import { useChatCommands } from '../hooks/use-chat-commands.js';
import { useNow } from '../hooks/use-now.js';
import { isMuted, isUnread } from '../model/chat-filter.js';
import { useChatContext } from './chat-context.js';
import { ChatPart } from './chat-part.js';
import { ArchiveIcon, BellIcon, LockIcon, MutedIcon, PinIcon, UnreadIcon } from './icons.js';
import { useLanguage } from './language-context.js';
import { Menu, MenuItem } from '../kit/menu.js';

export interface ChatMenuProps {
  readonly chat: ChatSummary;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
  /** Told, in words, what could not be done. */
  readonly onError: (text: string) => void;
}

const HOUR_MS = 3_600_000;
const MUTES = [
  ['chats.mute_hour', HOUR_MS],
  ['chats.mute_day', 8 * HOUR_MS],
  ['chats.mute_week', 7 * 24 * HOUR_MS],
] as const;

/** What I can do with a whole chat; nobody else sees it. */
export function ChatMenu({ chat, anchor, onClose, onError }: ChatMenuProps) {
  const { t } = useLanguage();
  const { parts } = useChatContext();
  const meId = useMe()?.id ?? null;
  const now = useNow();
  const commands = useChatCommands(onError);
  const { block, unblock } = useBlocking(onError);
  const party = meId === chat.customer_id || meId === chat.provider_id;
  const other = party ? chat.members.find(({ userId, role }) => userId !== meId && role !== 'lsm') : undefined;
  const blocked = meId !== null && chat.blocked_by?.includes(meId) === true;
  const { pinned, archived } = chat.prefs;
  return (
    <Menu label={t('chats.menu')} anchor={anchor} align="end" onClose={onClose}>
      <MenuItem icon={<PinIcon />} onSelect={() => commands.togglePinned(chat)}>
        {t(pinned ? 'chats.unpin' : 'chats.pin')}
      </MenuItem>
      <MenuItem icon={<UnreadIcon />} onSelect={() => commands.toggleUnread(chat)}>
        {t(isUnread(chat) ? 'chats.mark_read' : 'chats.mark_unread')}
      </MenuItem>
      <MenuItem icon={<ArchiveIcon />} onSelect={() => commands.toggleArchived(chat)}>
        {t(archived ? 'chats.unarchive' : 'chats.archive')}
      </MenuItem>
      {isMuted(chat, now) ? (
        <MenuItem icon={<BellIcon />} onSelect={() => commands.unmute(chat)}>
          {t('chats.unmute')}
        </MenuItem>
      ) : (
        <div className="stm-menu__group" role="group" aria-label={t('chats.mute')}>
          <p className="stm-menu__label" aria-hidden="true">
            {t('chats.mute')}
          </p>
          {MUTES.map(([key, ms]) => (
            <MenuItem key={key} icon={<MutedIcon />} onSelect={() => commands.mute(chat, ms)}>
              {t(key)}
            </MenuItem>
          ))}
          <MenuItem icon={<MutedIcon />} onSelect={() => commands.mute(chat)}>
            {t('chats.mute_always')}
          </MenuItem>
        </div>
      )}
      {/* Nothing of it is a way to mute, as it would look below those. */}
      <div className="stm-menu__group" role="presentation">
        {other !== undefined && chat.lane === null && (
          <MenuItem
            icon={<LockIcon />}
            danger={!blocked}
            onSelect={() => (blocked ? unblock(other.userId) : block(other.userId))}
          >
            {t(blocked ? 'safety.unblock_name' : 'safety.block_name', { name: other.name })}
          </MenuItem>
        )}
        {parts.MenuItems !== undefined && (
          <ChatPart>
            <parts.MenuItems summary={chat} meId={meId} />
          </ChatPart>
        )}
      </div>
    </Menu>
  );
}
