import type { ChatStatus, Job, Member } from '@stm-chat/protocol';
import type { CommandError } from '../../kernel/errors.js';
import type { Spending } from '../../kernel/limiter.js';
import type { SharedNews } from '../../kernel/bus.js';

// What every answer that shows members is made of.
export { boundedMembers, FORMER_MEMBERS, type FormerRow, MEMBERS, type MemberRow, toMember } from './members.js';

/** The seats of a chat; `admin` is a role and never a party. */
export type Party = Member['role'];

/** Up to where somebody reads whose seat has ended: the chat as it was then. Nothing can be written. */
export interface ReadingBound {
  readonly seq: number;
  readonly revision: number;
}

/** A chat as its membership check saw it: the proof that the user may act in it. */
export interface MemberView {
  readonly chatId: string;
  readonly userId: number;
  /** The seat that the user holds, whatever role the token names; with a `bound` the one that it held. */
  readonly role: Party;
  /**
   * Null: a seat. Else a reading that is left of one (the LSM of a settled dispute): everything that reads stops at it,
   * everything that writes refuses it (`requireSeat`). `lastSeq` and `revision` are the bound's then.
   */
  readonly bound: ReadingBound | null;
  readonly status: ChatStatus;
  /** A block of one of the two parties stands against this one's writing. */
  readonly isBlocked: boolean;
  readonly lastSeq: number;
  readonly revision: number;
  readonly customerId: number | null;
  readonly providerId: number | null;
  readonly lsmId: number | null;
  /** All members, this one included, ascending. */
  readonly memberIds: readonly number[];
}

export interface NewChat {
  readonly jobId: string;
  readonly subject: string;
  readonly job: Job | null;
  readonly customerId: number;
  readonly providerId: number;
}

export interface Opener {
  /** 0: the host platform or the server itself. */
  readonly userId: number;
  /** An administrator or the host platform: it is written down in `audit`. */
  readonly administrative: boolean;
  /** What making a chat costs; given back when there is one already. Null: no limit. */
  readonly limit: Spending | null;
}

export interface OpenedChat {
  readonly chatId: string;
  /** False: the same job and pair had this chat already; nothing was written. */
  readonly created: boolean;
}

/** A durable change of a chat that is not a message; `memberIds` are the members after it, from the writing statement. */
export interface ChatChanged {
  readonly chatId: string;
  readonly memberIds: readonly number[];
  readonly kind: 'created' | 'members' | 'status' | 'job' | 'dispute';
}

export interface MemberRemoved {
  readonly chatId: string;
  readonly userId: number;
}

/** A `system` message that a step of the chat wrote under the chat's lock; it is not published yet. */
export interface SystemMessageWritten {
  readonly chatId: string;
  readonly seq: number;
  /** The members after the step, from the writing statement: nobody else may receive it. */
  readonly memberIds: readonly number[];
}

/** The chats of this server and who sits in them. */
export interface Chats {
  /**
   * The only way to a chat for a request: fetching is authorising.
   * @throws CommandError `not_found`, the same for a stranger and for a missing chat
   */
  requireMember(userId: number, chatId: string): Promise<MemberView>;
  /**
   * As `requireMember`, for what writes.
   * @throws CommandError `not_found`; `forbidden` for somebody who may read, and no more
   */
  requireSeat(userId: number, chatId: string): Promise<MemberView>;
  /** Why somebody without a seat may not write: `forbidden` for who may read, else `not_found`. */
  refusalOf(userId: number, chatId: string): Promise<CommandError>;
  /**
   * The chat of this job and pair; made when there is none, once, also when several ask at once. A party that is not
   * known yet gets a user with the role of its side.
   * @throws CommandError `invalid_payload` naming `customer_id` or `provider_id`, when that user has another role;
   *   `rate_limited`
   */
  openChat(chat: NewChat, opener: Opener): Promise<OpenedChat>;
  /** Told after commit, on every node. Tellings of one chat may come in another order than its commits: read what is so now. */
  readonly chatChanged: SharedNews<ChatChanged>;
  /** Told after commit, on every node, in the same breath in which the removed member's sockets leave the room. */
  readonly memberRemoved: SharedNews<MemberRemoved>;
  /** Told after commit; the messages feature publishes it in `seq` order. */
  readonly systemMessage: SharedNews<SystemMessageWritten>;
}

export const CHATS = Symbol('Chats');
