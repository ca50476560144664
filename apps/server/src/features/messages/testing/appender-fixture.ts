import { v7 } from 'uuid';
import type { TestDatabase } from '../../../database/testing/test-database.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { Appender, type AppenderOptions } from '../append.js';
import type { AppendOutcome, AppendRequest } from '../append-types.js';

export const CUSTOMER = 1;
export const PROVIDER = 2;

/** An appender of its own on the test's database, as one server has. */
export function appenderOn(test: TestDatabase, options: Partial<AppenderOptions> = {}): Appender {
  return new Appender(
    test.database.realtime,
    { next: v7 },
    { writers: 1, queue: null, logger: silentLogger, ...options },
  );
}

/** A chat of CUSTOMER and PROVIDER. */
export async function makeChat(test: TestDatabase, lsm: number | null = null): Promise<string> {
  const id = v7();
  await test.database.realtime.query(
    'insert into chats (id, customer_id, provider_id, lsm_id, created_by) values ($1, $2, $3, $4, 0)',
    [id, CUSTOMER, PROVIDER, lsm],
  );
  await test.database.realtime.query(
    `insert into chat_members (user_id, chat_id, role, solo)
     select u, $1, r, true from (values ($2::int, 1), ($3::int, 2), ($4::int, 3)) as seats (u, r) where u is not null`,
    [id, CUSTOMER, PROVIDER, lsm],
  );
  return id;
}

export function request(chatId: string, text: string, more: Partial<AppendRequest> = {}): AppendRequest {
  return {
    chatId,
    text,
    senderId: CUSTOMER,
    messageType: 'text',
    clientId: null,
    replyTo: null,
    overLimit: false,
    ...more,
  };
}

/** The message of an outcome that has to be `status`. */
export function messageOf(outcome: AppendOutcome, status: 'appended' | 'repeated') {
  if (outcome.status !== status || !('message' in outcome)) throw new Error(`${outcome.status} instead of ${status}`);
  return outcome.message;
}

export async function seqsOf(test: TestDatabase, chatId: string): Promise<{ seq: number; message: string }[]> {
  return test.database.realtime.query<{ seq: number; message: string }>(
    'select seq, message from messages where chat_id = $1 order by seq',
    [chatId],
  );
}
