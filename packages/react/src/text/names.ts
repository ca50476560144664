import type { ChatSummary, Message } from '@stm-chat/protocol';
import { counterparts, findMember, knownName, roleOf } from '../model/people.js';
import type { Formats } from './formats.js';
import { plainText } from './plain-text.js';
import type { ComponentTranslate } from './texts.js';

/** Whom a chat is with, in words: the other party, both for an LSM, or what it waits for. */
export function chatName(summary: ChatSummary, meId: number | null, t: ComponentTranslate, formats: Formats): string {
  const others = counterparts(summary, meId);
  if (others.length > 0) return formats.list(others.map((member) => plainText(member.name)));
  return summary.provider_id === meId ? t('chats.seat_free.customer') : t('chats.seat_free.provider');
}

/** The name of a message's sender, also of one who has left the chat; the role where no name is known. */
export function senderName(message: Message, summary: ChatSummary | undefined, t: ComponentTranslate): string {
  const name = knownName(summary, message.sender_id);
  if (name !== undefined) return plainText(name);
  const role = roleOf(message.sender_type);
  return role === null ? t('person.system') : t(`role.${role}`);
}

/** The name of a user who is or was in the chat; the system's, or that of somebody unknown, in words. */
export function personName(userId: number, summary: ChatSummary | undefined, t: ComponentTranslate): string {
  const name = knownName(summary, userId);
  return name === undefined ? t(userId === 0 ? 'person.system' : 'person.former') : plainText(name);
}

/** "Bilal Ahmed is typing"; empty when nobody is. */
export function typingText(
  userIds: readonly number[],
  summary: ChatSummary | undefined,
  t: ComponentTranslate,
): string {
  const names = userIds
    .map((userId) => findMember(summary, userId)?.name)
    .filter((name) => name !== undefined)
    .map(plainText);
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return t('typing.one', { name: first });
  return names.length === 2 ? t('typing.two', { first, second }) : t('typing.many');
}
