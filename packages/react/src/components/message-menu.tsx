'use client';
import type { Message } from '@stm-chat/protocol';
import { hasReacted, QUICK_REACTIONS } from '../model/reactions.js';
import type { MessageAbilities } from '../model/message-abilities.js';
import {
  CopyIcon,
  EditIcon,
  FlagIcon,
  ForwardIcon,
  LockIcon,
  PinIcon,
  PlusIcon,
  ReplyIcon,
  TrashIcon,
} from './icons.js';
import { useLanguage } from './language-context.js';
import { Menu, MenuItem } from '../kit/menu.js';

/** What the menu of a message leads to. */
export interface MessageCommands {
  readonly react: (message: Message, emoji: string, active: boolean) => void;
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly remove: (message: Message) => void;
  readonly copy: (message: Message) => void;
  readonly pin: (message: Message, pinned: boolean) => void;
  readonly forward: (message: Message) => void;
  readonly removePreview: (message: Message) => void;
  readonly report: (message: Message) => void;
}

export interface MessageMenuProps {
  readonly message: Message;
  readonly meId: number | null;
  readonly abilities: MessageAbilities;
  readonly commands: MessageCommands;
  /** Opens all emoji, to react with. */
  readonly onMoreReactions: () => void;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

/** Quick reactions, and everything else that can be done with one message. */
export function MessageMenu(props: MessageMenuProps) {
  const { message, meId, abilities, commands, onMoreReactions, anchor, onClose } = props;
  const { t } = useLanguage();
  const own = message.sender_id === meId;
  return (
    <Menu label={t('message.menu')} anchor={anchor} align={own ? 'end' : 'start'} onClose={onClose}>
      {abilities.react && (
        <div className="stm-menu__reactions" role="group" aria-label={t('reactions.quick')}>
          {QUICK_REACTIONS.map((emoji) => {
            const active = hasReacted(message, emoji, meId);
            return (
              <MenuItem
                key={emoji}
                compact
                checked={active}
                label={emoji}
                onSelect={() => commands.react(message, emoji, !active)}
              >
                {emoji}
              </MenuItem>
            );
          })}
          <MenuItem compact label={t('reactions.more')} onSelect={onMoreReactions}>
            <PlusIcon />
          </MenuItem>
        </div>
      )}
      {abilities.reply && (
        <MenuItem icon={<ReplyIcon />} onSelect={() => commands.reply(message)}>
          {t('message.reply')}
        </MenuItem>
      )}
      <MenuItem icon={<CopyIcon />} onSelect={() => commands.copy(message)}>
        {t('message.copy')}
      </MenuItem>
      {abilities.forward && (
        <MenuItem icon={<ForwardIcon />} onSelect={() => commands.forward(message)}>
          {t('forward.action')}
        </MenuItem>
      )}
      {abilities.reply && (
        <MenuItem icon={<PinIcon />} onSelect={() => commands.pin(message, message.pinned === undefined)}>
          {t(message.pinned === undefined ? 'safety.pin' : 'safety.unpin')}
        </MenuItem>
      )}
      {abilities.edit && (
        <MenuItem icon={<EditIcon />} onSelect={() => commands.edit(message)}>
          {t('message.edit')}
        </MenuItem>
      )}
      {abilities.remove && (
        <MenuItem icon={<TrashIcon />} danger onSelect={() => commands.remove(message)}>
          {t('message.delete')}
        </MenuItem>
      )}
      {!own && message.sender_type !== 'system' && message.deleted_at === null && (
        <MenuItem icon={<FlagIcon />} danger onSelect={() => commands.report(message)}>
          {t('safety.report')}
        </MenuItem>
      )}
      {abilities.locked && (
        // A choice that is none, so that arrow keys reach what it says.
        <div className="stm-menu__note" role="menuitem" aria-disabled="true" tabIndex={-1}>
          <LockIcon />
          {t('message.locked')}
        </div>
      )}
    </Menu>
  );
}
