import type { Message } from '@stm-chat/protocol';
import { jsonOf } from '../../kernel/written-once.js';

/** Bytes of messages that one answer may bring: it is one frame, and 1 MiB unsent closes a connection. */
export const ANSWER_BYTES = 256 * 1024;
/** Beyond ANSWER_BYTES each chat still gets its first message, so that every call gets on, as long as this is not full. */
export const ANSWER_BYTES_MAX = 512 * 1024;

/** The changed messages of one chat, in the order of their revisions. */
export interface ChangedMessages {
  /** The chat's revision at the moment of reading. */
  readonly revision: number;
  readonly messages: readonly Message[];
  /** How many there were when they were read, `messages` among them. */
  readonly found: number;
  /** The most that may have been found. */
  readonly room: number;
}

/** What of it goes into the answer. */
export interface ChangesPage {
  readonly messages: readonly Message[];
  /** What to ask from next time. */
  readonly revision: number;
  readonly more: boolean;
}

/** Fills one answer with the changes of several chats. */
export class AnswerPages {
  #bytes = 0;

  /** Null when not even the first message has room left in this answer. */
  take({ revision, messages, found, room }: ChangedMessages): ChangesPage | null {
    const taken: Message[] = [];
    for (const message of messages) {
      const bytes = Buffer.byteLength(jsonOf(message));
      if (this.#bytes + bytes > (taken.length === 0 ? ANSWER_BYTES_MAX : ANSWER_BYTES)) break;
      this.#bytes += bytes;
      taken.push(message);
    }
    const last = taken.at(-1);
    if (last === undefined) return found === 0 ? { messages: taken, revision, more: false } : null;
    const more = taken.length < found || (found === room && last.revision < revision);
    return { messages: taken, revision: more ? last.revision : revision, more };
  }
}
