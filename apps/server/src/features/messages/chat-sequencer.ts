import type { Message } from '@stm-chat/protocol';
import type { Clock } from '../../kernel/clock.js';
import type { ChatPosition } from './messages.api.js';
import { type Frame, framesFor, type Position } from './sequence.rules.js';

/** What a chat holds beyond a position, from one snapshot. */
export interface Reading {
  readonly chatId: string;
  /** The members then. */
  readonly memberIds: readonly number[];
  readonly messages: readonly Message[];
  /** Up to where the chat is told once these are. */
  readonly until: Position;
  /** That is the chat's end; false when there was too much for one reading. */
  readonly complete: boolean;
}

export interface ChatAt extends Position {
  readonly chatId: string;
}

export interface SequencerPorts {
  /** One statement for all of these chats; nothing for those that are gone. */
  read(chats: readonly ChatAt[]): Promise<readonly Reading[]>;
  publish(chatId: string, memberIds: readonly number[], frame: Frame): void;
  /** Whether anybody is in the chat's room on this server. */
  isJoined(chatId: string): boolean;
  /** Changes came that are not the next ones: what lies before them has to be read. */
  onGap(): void;
  onReadFailed(error: unknown): void;
}

const CHATS_PER_READING = 100;
const RETRY_MS = 200;
const NOWHERE: Position = { seq: 0, revision: 0 };

/** A chat that is joined here. */
class JoinedChat {
  /** Null until the first member is in the room. */
  position: { seq: number; revision: number } | null = null;
  /** Known to exist, and to be looked for by the next reading. */
  wanted: Position = NOWHERE;
  /** The last reading was not complete. */
  unfinished = false;
  /** The joins that are under way. */
  joins = 0;
  /** Resolves when the first of them is done. */
  opening: Promise<unknown> | null = null;

  want({ seq, revision }: Position): void {
    this.wanted = { seq: Math.max(this.wanted.seq, seq), revision: Math.max(this.wanted.revision, revision) };
  }

  get isBehind(): boolean {
    if (this.position === null) return false;
    return this.unfinished || this.position.seq < this.wanted.seq || this.position.revision < this.wanted.revision;
  }
}

/**
 * Puts what is published of each chat into the order of its revisions, without gaps and twice: what this server wrote,
 * whatever order its statements ended in, and what others wrote, of which nothing or too little was heard.
 *
 * Every change of a chat has a revision, one more than the one before. The next one is published at once. One at or
 * below what was published is dropped. One beyond the next waits, in that it is forgotten: everything after what was
 * published is read from the database, in one statement for all chats where that is so, and is told from there.
 */
export class ChatSequencer {
  readonly #chats = new Map<string, JoinedChat>();
  readonly #behind = new Set<string>();
  #reading = false;
  #stopped = false;

  constructor(
    private readonly ports: SequencerPorts,
    private readonly clock: Clock,
  ) {}

  /**
   * Messages as a committed statement left them, in the order of their revisions.
   * @param memberIds the members as that statement saw them
   */
  offer(chatId: string, memberIds: readonly number[], messages: readonly Message[]): void {
    const chat = this.#chats.get(chatId);
    if (chat === undefined) return;
    for (const message of messages) {
      const { position } = chat;
      if (position !== null && message.revision === position.revision + 1 && message.seq <= position.seq + 1) {
        const event = message.seq > position.seq ? 'new_message' : 'message_updated';
        position.seq = Math.max(position.seq, message.seq);
        position.revision = message.revision;
        this.ports.publish(chatId, memberIds, { event, message });
      } else {
        // Beyond the next one; or told already, and then it is not beyond anything.
        chat.want({ seq: 0, revision: message.revision });
      }
    }
    if (chat.isBehind && !this.#behind.has(chatId)) {
      this.ports.onGap();
      this.#readSoon(chatId);
    }
  }

  /** The chat is known to have got this far. */
  reached(
    chatId: string,
    { seq = 0, revision = 0 }: { readonly seq?: number | undefined; readonly revision?: number | undefined },
  ): void {
    const chat = this.#chats.get(chatId);
    chat?.want({ seq, revision });
    if (chat?.isBehind === true) this.#readSoon(chatId);
  }

  /** Goes round the joining of a room: see `Messages.joining`. */
  async joining<T extends ChatPosition>(chatId: string, join: () => Promise<T>): Promise<T> {
    const chat = this.#chats.get(chatId) ?? new JoinedChat();
    this.#chats.set(chatId, chat);
    chat.joins += 1;
    try {
      // One after the other until the first is in: where its reading ends, publishing begins, and who comes then hears it.
      while (chat.position === null && chat.opening !== null) await chat.opening;
      if (chat.position !== null) return this.#joined(chatId, chat, await join());
      const opening = join();
      chat.opening = opening.then(nothing, nothing);
      try {
        return this.#joined(chatId, chat, await opening);
      } finally {
        chat.opening = null;
      }
    } finally {
      chat.joins -= 1;
      this.left(chatId);
    }
  }

  /** Somebody left the room: nothing is kept of rooms that are empty. */
  left(chatId: string): void {
    if (this.#chats.get(chatId)?.joins === 0 && !this.ports.isJoined(chatId)) this.#chats.delete(chatId);
  }

  stop(): void {
    this.#stopped = true;
  }

  #joined<T extends ChatPosition>(chatId: string, chat: JoinedChat, at: T): T {
    chat.position ??= { seq: at.last_seq, revision: at.revision };
    chat.want({ seq: at.last_seq, revision: at.revision });
    if (chat.isBehind) this.#readSoon(chatId);
    return at;
  }

  #readSoon(chatId: string): void {
    this.#behind.add(chatId);
    if (!this.#reading) void this.#read();
  }

  /** Reads until no chat is behind. Never rejects. */
  async #read(): Promise<void> {
    this.#reading = true;
    while (this.#behind.size > 0 && !this.#stopped) {
      const chats = this.#takeBehind();
      // What was wanted until now is in this reading, as it was committed before anybody could want it.
      const wanted = chats.map(({ chat }) => chat.wanted);
      for (const { chat } of chats) chat.wanted = NOWHERE;
      try {
        const readings = chats.length === 0 ? [] : await this.ports.read(chats.map(({ at }) => at));
        for (const reading of readings) this.#tell(reading);
      } catch (error) {
        for (const [index, { chat }] of chats.entries()) chat.want(wanted[index] ?? NOWHERE);
        this.ports.onReadFailed(error);
        await new Promise<void>((resume) => this.clock.after(RETRY_MS, resume));
      }
      for (const { chat, at } of chats) if (chat.isBehind) this.#behind.add(at.chatId);
    }
    this.#reading = false;
  }

  #takeBehind(): { readonly chat: JoinedChat; readonly at: ChatAt }[] {
    const taken: { chat: JoinedChat; at: ChatAt }[] = [];
    for (const chatId of this.#behind) {
      if (taken.length === CHATS_PER_READING) break;
      this.#behind.delete(chatId);
      const chat = this.#chats.get(chatId);
      if (chat?.position && chat.isBehind) taken.push({ chat, at: { chatId, ...chat.position } });
    }
    return taken;
  }

  #tell({ chatId, memberIds, messages, until, complete }: Reading): void {
    const chat = this.#chats.get(chatId);
    if (!chat?.position) return;
    const from = chat.position;
    chat.position = { seq: Math.max(from.seq, until.seq), revision: Math.max(from.revision, until.revision) };
    chat.unfinished = !complete;
    for (const frame of framesFor(from, messages)) this.ports.publish(chatId, memberIds, frame);
  }
}

const nothing = (): void => undefined;
