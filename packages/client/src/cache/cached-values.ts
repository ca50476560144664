import type { ChatSummary, Message } from '@stm-chat/protocol';
import { emptyTimeline, type Timeline } from '../conversation/timeline.js';
import { isObject } from '../transport/wire-answer.js';

/** Changed when what is kept changes its form: older copies then count as none. */
const FORM = 1;
/** So much of the list, of each chat, and so many chats are kept. */
const CHATS_MAX = 100;
export const MESSAGES_MAX = 60;
export const RUNS_MAX = 30;

/** Chats, and the epoch of the server that told of them. */
export interface CachedList {
  readonly chats: readonly ChatSummary[];
  readonly epoch: string;
}

/** The end of a chat. */
export interface CachedRun {
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
  /** Every change up to it is in the messages. */
  readonly revision: number;
}

export function cachedList({ chats, epoch }: CachedList): object {
  // Who was online then is not now.
  const quiet = chats.slice(0, CHATS_MAX).map((chat) => ({
    ...chat,
    members: chat.members.map((member) => ({ ...member, online: false })),
  }));
  return { form: FORM, epoch, chats: quiet };
}

export function cachedRun(run: CachedRun): object {
  return { form: FORM, ...run };
}

export function readList(value: unknown): CachedList | undefined {
  if (!isObject(value) || value['form'] !== FORM) return undefined;
  const { chats, epoch } = value;
  return Array.isArray(chats) && typeof epoch === 'string' ? { chats: chats as ChatSummary[], epoch } : undefined;
}

export function readRun(value: unknown): CachedRun | undefined {
  if (!isObject(value) || value['form'] !== FORM) return undefined;
  const { messages, hasBefore, revision } = value;
  if (!Array.isArray(messages) || typeof hasBefore !== 'boolean' || typeof revision !== 'number') return undefined;
  return { messages: messages as Message[], hasBefore, revision };
}

/** The run that a conversation goes on from: as if it had been open, and the connection away, since then. */
export function timelineOf(run: CachedRun): Timeline {
  const { messages, hasBefore, revision } = run;
  return { ...emptyTimeline, valid: true, attached: true, messages, hasBefore, revision };
}
