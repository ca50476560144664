import type { Job } from '@stm-chat/protocol';
import { roleCode } from '../../database/codes.js';
import type { Database } from '../../database/database.js';
import type { NewChat, Opener, Party } from './chats.api.js';
import type { ChatRow } from './chats.mapper.js';
import { CHAT_CLOSED, CHAT_REOPENED, MEMBER_ADDED, MEMBER_REMOVED } from './chats.rules.js';

/**
 * What a step came to: `done`; `same` when it was so already; else why nothing was written. Steps are the functions of
 * `migrations/functions/chat_steps.sql`, each one statement under the chat's lock.
 */
export type StepOutcome =
  | 'done'
  | 'same'
  | 'no_chat'
  | 'no_user'
  | 'no_member'
  | 'wrong_role'
  | 'taken'
  | 'other_seat'
  | 'disputed';

export interface Step {
  readonly outcome: StepOutcome;
  /** Of the system message; null when none was written. */
  readonly seq: number | null;
  /** After the step. */
  readonly chat: ChatRow;
}

export async function openChat(
  database: Database,
  id: string,
  chat: NewChat,
  { userId, administrative }: Omit<Opener, 'limit'>,
): Promise<{ readonly created: boolean; readonly chat: ChatRow }> {
  const [found] = await database.pooled.query<ChatRow & { created: boolean }>(
    'select o.created, (o.chat).* from open_chat($1::uuid, $2, $3, $4::jsonb, $5::int, $6::int, $7::int, $8) o',
    [id, chat.jobId, chat.subject, json(chat.job), chat.customerId, chat.providerId, userId, administrative],
  );
  if (found === undefined) throw new Error('open_chat gave no row');
  const { created, ...row } = found;
  return { created, chat: row };
}

/** For a lane of its own, should the dispute of the chat need one for a party that comes; the database makes them else. */
export interface LaneIds {
  readonly chat: string;
  /** Of its first message. */
  readonly message: string;
}

/** The steps that an administrator or the host platform (`actor` 0) takes; `message` is the system message's id. */
export function addMember(
  database: Database,
  actor: number,
  message: string,
  chatId: string,
  userId: number,
  role: Party,
  lane?: LaneIds,
) {
  const values = [
    chatId,
    userId,
    roleCode[role],
    actor,
    message,
    MEMBER_ADDED,
    lane === undefined ? null : JSON.stringify(lane),
  ];
  return step(
    database,
    'add_chat_member($1::uuid, $2::int, $3::smallint, $4::int, $5::uuid, $6::text[], $7::jsonb)',
    values,
  );
}

export function removeMember(database: Database, actor: number, message: string, chatId: string, userId: number) {
  const values = [chatId, userId, actor, message, MEMBER_REMOVED];
  return step(database, 'remove_chat_member($1::uuid, $2::int, $3::int, $4::uuid, $5::text[])', values);
}

export function setClosed(database: Database, actor: number, message: string, chatId: string, closed: boolean) {
  const values = [chatId, closed, actor, message, closed ? CHAT_CLOSED : CHAT_REOPENED];
  return step(database, 'close_or_reopen_chat($1::uuid, $2, $3::int, $4::uuid, $5)', values);
}

export function putJob(database: Database, actor: number, chatId: string, job: Job | null) {
  return step(database, 'put_chat_job($1::uuid, $2::jsonb, $3::int)', [chatId, json(job), actor]);
}

async function step(database: Database, call: string, values: unknown[]): Promise<Step> {
  const [row] = await database.pooled.query<ChatRow & Pick<Step, 'outcome' | 'seq'>>(
    `select s.outcome, s.seq, (s.chat).* from ${call} s`,
    values,
  );
  if (row === undefined) throw new Error(`${call} gave no row`);
  const { outcome, seq, ...chat } = row;
  return { outcome, seq, chat };
}

function json(job: Job | null): string | null {
  return job === null ? null : JSON.stringify(job);
}
