'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useMe } from '../hooks/use-chat-client.js';
import { useChatPrefs } from '../hooks/use-chat-prefs.js';
import { useNow } from '../hooks/use-now.js';
import { isMuted, isUnread } from '../model/chat-filter.js';
import { useChatContext } from './chat-context.js';
import { ChatPart } from './chat-part.js';
import { ArchiveIcon, BellIcon, MutedIcon, PinIcon, UnreadIcon } from './icons.js';
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
/** The last moment that the wire can name. */
const FOR_EVER = '9999-12-31T23:59:59.999Z';

/** What I can do with a whole chat; nobody else sees it. */
export function ChatMenu({ chat, anchor, onClose, onError }: ChatMenuProps) {
  const { t } = useLanguage();
  const { client, parts } = useChatContext();
  const meId = useMe()?.id ?? null;
  const now = useNow();
  const change = useChatPrefs(onError);
  const { pinned, archived, marked_unread } = chat.prefs;
  const mute = (until: string | null, done: string) => change(chat.id, { muted_until: until }, done);
  const setUnread = () => {
    if (!isUnread(chat)) return change(chat.id, { marked_unread: true }, t('announce.marked_unread'));
    if (marked_unread) change(chat.id, { marked_unread: false }, t('announce.marked_read'));
    if (chat.unread > 0) client.conversation(chat.id).markRead(chat.last_seq);
  };
  return (
    <Menu label={t('chats.menu')} anchor={anchor} align="end" onClose={onClose}>
      <MenuItem
        icon={<PinIcon />}
        onSelect={() => change(chat.id, { pinned: !pinned }, t(pinned ? 'announce.unpinned' : 'announce.pinned'))}
      >
        {t(pinned ? 'chats.unpin' : 'chats.pin')}
      </MenuItem>
      <MenuItem icon={<UnreadIcon />} onSelect={setUnread}>
        {t(isUnread(chat) ? 'chats.mark_read' : 'chats.mark_unread')}
      </MenuItem>
      <MenuItem
        icon={<ArchiveIcon />}
        onSelect={() =>
          change(chat.id, { archived: !archived }, t(archived ? 'announce.unarchived' : 'announce.archived'))
        }
      >
        {t(archived ? 'chats.unarchive' : 'chats.archive')}
      </MenuItem>
      {isMuted(chat, now) ? (
        <MenuItem icon={<BellIcon />} onSelect={() => mute(null, t('announce.unmuted'))}>
          {t('chats.unmute')}
        </MenuItem>
      ) : (
        <div className="stm-menu__group" role="group" aria-label={t('chats.mute')}>
          <p className="stm-menu__label" aria-hidden="true">
            {t('chats.mute')}
          </p>
          {MUTES.map(([key, ms]) => (
            <MenuItem
              key={key}
              icon={<MutedIcon />}
              onSelect={() => mute(new Date(Date.now() + ms).toISOString(), t('announce.muted'))}
            >
              {t(key)}
            </MenuItem>
          ))}
          <MenuItem icon={<MutedIcon />} onSelect={() => mute(FOR_EVER, t('announce.muted'))}>
            {t('chats.mute_always')}
          </MenuItem>
        </div>
      )}
      {parts.MenuItems !== undefined && (
        <ChatPart>
          <parts.MenuItems summary={chat} meId={meId} />
        </ChatPart>
      )}
    </Menu>
  );
}
