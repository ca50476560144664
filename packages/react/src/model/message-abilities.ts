import type { MessageItem } from '@stm-chat/client';
import type { ChatStatus, ChatSummary, Message } from '@stm-chat/protocol';
import { findMember } from './people.js';

/** What a reader may do with one message. */
export interface MessageAbilities {
  readonly reply: boolean;
  readonly react: boolean;
  readonly edit: boolean;
  readonly forward: boolean;
  readonly remove: boolean;
  /** It could still be changed, were it not for a dispute. */
  readonly locked: boolean;
}

export interface AbilityContext {
  readonly status: ChatStatus | undefined;
  readonly meId: number | null;
  /** As `mayForward` says. */
  readonly forwards: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long after sending a message may be changed, in milliseconds. */
  readonly editWindowMs: number;
}

const NOTHING: MessageAbilities = {
  reply: false,
  react: false,
  forward: false,
  edit: false,
  remove: false,
  locked: false,
};

/** True where a message offers anything: not in a closed chat, not for tombstones, not for what the system wrote. */
export function isActionable(message: Message, status: ChatStatus | undefined): boolean {
  return status !== 'closed' && message.deleted_at === null && message.sender_type !== 'system';
}

/** False in a lane, and for an LSM: what is said in a case stays in it. */
export function mayForward(summary: ChatSummary | undefined, meId: number | null): boolean {
  return summary?.parent_id === null && findMember(summary, meId ?? 0)?.role !== 'lsm';
}

/** What is worth offering. The server decides in the end; an offer that it always refuses is none. */
export function abilitiesOf(message: Message, context: AbilityContext): MessageAbilities {
  if (!isActionable(message, context.status)) return NOTHING;
  const fresh = context.now - Date.parse(message.created_at) < context.editWindowMs;
  const mine = message.sender_id === context.meId && fresh;
  // While a dispute runs, what was said stays.
  const locked = mine && context.status === 'disputed';
  const changeable = mine && context.status === 'open';
  // Of files the words below them; a voice message has none.
  const edit = changeable && message.message_type !== 'voice';
  return { reply: true, react: true, forward: context.forwards, edit, remove: changeable, locked };
}

/** The last message of mine, if it may still be edited: what arrow up in an empty box means. */
export function lastEditable(
  items: readonly MessageItem[],
  context: Omit<AbilityContext, 'forwards'>,
): Message | undefined {
  const last = items.findLast(
    (item) => item.kind === 'message' && item.message.sender_id === context.meId && item.message.deleted_at === null,
  );
  return last?.kind === 'message' && abilitiesOf(last.message, { ...context, forwards: false }).edit
    ? last.message
    : undefined;
}
