'use client';
import type { Conversation, SendOptions } from '@stm-chat/client';
import type { Message } from '@stm-chat/protocol';
import { useMemo, useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import type { ComposerMode } from '../model/composer-mode.js';
import { useLanguage } from '../components/language-context.js';
import type { MessageCommands } from '../components/message-menu.js';
import { lastEditable } from '../model/message-abilities.js';
import { findMentions, type Mentionable, withPresentNames } from '../model/mentions.js';
import type { PendingReaction } from '../model/reactions.js';
import { otherMembers } from '../model/people.js';
import { senderName } from '../text/names.js';
import { plainText } from '../text/plain-text.js';
import { changeReason } from '../text/reasons.js';
import { useReactions } from './use-reactions.js';
import { useStableCallback } from './use-stable-callback.js';

export interface MessageCommandsState {
  /** My reactions that the server has not answered. */
  readonly pending: readonly PendingReaction[];
  readonly commands: MessageCommands;
  /** What the composer is for; undefined for a new message. */
  readonly mode: ComposerMode | undefined;
  readonly cancel: () => void;
  /** Sends a new message or a reply, or saves the one that is edited. True when something was sent. */
  readonly submit: (text: string, along?: SendOptions) => boolean;
  /** Edits my last message, if it may be. */
  readonly editLast: () => void;
  /** The message whose deletion is being asked about. */
  readonly doomed: Message | null;
  readonly spare: () => void;
  /** The message that is about to be reported. */
  readonly reported: Message | null;
  readonly endReport: () => void;
  /** The message that is about to be sent into other chats. */
  readonly forwarded: Message | null;
  readonly endForward: () => void;
  /** What went wrong last. */
  readonly notice: string | null;
  readonly dismiss: () => void;
}

export interface MessageCommandsOptions {
  readonly conversation: Conversation;
  readonly meId: number | null;
  readonly editWindowMs: number;
}

/** Reply, edit, delete, react and copy for the messages of one open chat, and the words for what goes wrong. */
export function useMessageCommands(options: MessageCommandsOptions): MessageCommandsState {
  const { conversation, meId, editWindowMs } = options;
  const { t } = useLanguage();
  const { announce, client } = useChatContext();
  const [mode, setMode] = useState<ComposerMode>();
  const [doomed, setDoomed] = useState<Message | null>(null);
  const [reported, setReported] = useState<Message | null>(null);
  const [forwarded, setForwarded] = useState<Message | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const onReactError = useStableCallback((error: unknown) =>
    setNotice(t('change.react_failed', { reason: changeReason(error, t) })),
  );
  const { pending, react } = useReactions(onReactError);
  // Read when something is done, not followed: a receipt or a message changes nothing about what can be done.
  const now = () => conversation.state.get();

  const reply = useStableCallback((message: Message) => {
    const own = message.sender_id === meId;
    setMode({ kind: 'reply', message, name: own ? null : senderName(message, now().summary, t) });
  });
  const people = (): Mentionable[] => {
    const { summary } = now();
    const others = summary === undefined ? [] : otherMembers(summary, meId);
    return others.map(({ userId, name }) => ({ userId, name: plainText(name) }));
  };
  const edit = useStableCallback((message: Message) => {
    // Names that changed since are put right by the way; who left keeps the one that was written.
    const text = withPresentNames(message.message, message.mentions ?? [], people());
    setMode({ kind: 'edit', message: { ...message, message: text }, saving: false });
  });
  const copy = useStableCallback((message: Message) => {
    // The clipboard is there on secure pages only.
    const copied =
      'clipboard' in navigator ? navigator.clipboard.writeText(message.message) : Promise.reject(new Error());
    copied.then(
      () => announce(t('announce.copied')),
      () => setNotice(t('change.copy_failed')),
    );
  });
  const pin = useStableCallback((message: Message, pinned: boolean) => {
    client.call('pin_message', { chatId: message.chatId, messageId: message.id, pinned }).then(
      () => announce(t(pinned ? 'safety.now_pinned' : 'safety.now_unpinned')),
      (error: unknown) => setNotice(t('safety.pin_failed', { reason: changeReason(error, t) })),
    );
  });
  const removePreview = useStableCallback((message: Message) => {
    client.call('remove_preview', { chatId: message.chatId, messageId: message.id }).then(
      () => announce(t('preview.removed')),
      (error: unknown) => setNotice(t('preview.remove_failed', { reason: changeReason(error, t) })),
    );
  });
  const commands = useMemo<MessageCommands>(
    () => ({
      react,
      reply,
      edit,
      copy,
      pin,
      removePreview,
      remove: setDoomed,
      forward: setForwarded,
      report: setReported,
    }),
    [react, reply, edit, copy, pin, removePreview],
  );

  // Whoever wrote it is told, at once: a mask without a word would look like a fault.
  // Where the answer was lost and the message came by another way, what is stored says it too: nothing else changes a text.
  const tellMasked = (sent: Message, text: string) => {
    if (sent.message !== text.trim()) setNotice(t('safety.masked'));
  };
  const save = (message: Message, text: string) => {
    if (text === message.message) return setMode(undefined);
    setMode({ kind: 'edit', message, saving: true });
    // Only what is still being edited is closed, or opened again: another message may have been chosen meanwhile.
    const settle = (next: ComposerMode | undefined) =>
      setMode((now) => (now?.kind === 'edit' && now.message.id === message.id ? next : now));
    const input = { chatId: message.chatId, messageId: message.id, message: text };
    client.call('edit_message', { ...input, mentions: findMentions(text, people()) }).then(
      (edited) => {
        settle(undefined);
        announce(t('announce.edited'));
        tellMasked(edited, text);
      },
      (error: unknown) => {
        settle({ kind: 'edit', message, saving: false });
        setNotice(t('change.edit_failed', { reason: changeReason(error, t) }));
      },
    );
  };

  return {
    pending,
    commands,
    mode,
    cancel: () => setMode(undefined),
    submit(text, along = {}) {
      setNotice(null);
      if (mode?.kind === 'edit') {
        save(mode.message, text);
        return false;
      }
      const sent = { ...along, mentions: findMentions(text, people()) };
      const { clientId } = conversation.send(text, mode === undefined ? sent : { ...sent, replyTo: mode.message.id });
      conversation.whenSent(clientId).then(
        (stored) => tellMasked(stored, text),
        () => undefined,
      );
      setMode(undefined);
      return true;
    },
    editLast() {
      const { items, summary } = now();
      const status = summary?.status;
      const last = lastEditable(items, { status, meId, now: Date.now(), editWindowMs });
      if (last !== undefined) edit(last);
    },
    doomed,
    spare: () => setDoomed(null),
    reported,
    endReport: () => setReported(null),
    forwarded,
    endForward: () => setForwarded(null),
    notice,
    dismiss: () => setNotice(null),
  };
}
