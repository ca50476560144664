import type { Mention, Reply } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { SendOptions } from '../client-types.js';
import { newId } from '../new-id.js';
import type { OutboxEntry } from '../outbox/outbox-entry.js';
import type { Timeline } from './timeline.js';

const PREVIEW_LENGTH = 140;

/** What somebody wrote, ready for the outbox. Throws `invalid_payload` when it is nothing. */
export function writeEntry(
  chatId: string,
  text: string,
  { replyTo, type = 'text', uploads = [], mentions = [] }: SendOptions,
  timeline: Timeline,
  now: number,
): Omit<OutboxEntry, 'order'> {
  const trimmed = text.trim();
  if (trimmed === '' && uploads.length === 0) throw new ChatError('invalid_payload', 'message must not be empty');
  const meant = within(mentions, text, trimmed);
  return {
    clientId: newId(),
    chatId,
    text: trimmed,
    type,
    replyTo: replyTo ?? null,
    reply: replyTo === undefined ? null : quote(timeline, replyTo),
    createdAt: new Date(now).toISOString(),
    ...(meant.length === 0 ? {} : { mentions: meant }),
    ...(uploads.length === 0 ? {} : { uploads: [...uploads] }),
  };
}

/** Mentions where they are once blanks were cut off. */
function within(mentions: readonly Mention[], text: string, trimmed: string): Mention[] {
  const cut = text.length - text.trimStart().length;
  return mentions
    .map((mention) => ({ ...mention, start: mention.start - cut }))
    .filter(({ start, length }) => start >= 0 && start + length <= trimmed.length);
}

/** How the answered message is shown until the server's quote is there. */
function quote(timeline: Timeline, id: string): Reply | null {
  const message = timeline.messages.find((candidate) => candidate.id === id);
  if (message === undefined) return null;
  const { seq, sender_id } = message;
  return { id, seq, sender_id, preview: Array.from(message.message).slice(0, PREVIEW_LENGTH).join('') };
}
