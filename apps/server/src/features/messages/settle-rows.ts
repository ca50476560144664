import type { RealtimeClient } from '../../database/database-client.js';
import type { Trace } from '../../kernel/tracing.js';
import type { CommittedChat } from './append-types.js';
import type { RowResult } from './append-batch.js';
import { readBack } from './append.repository.js';
import type { MessageRecord } from './message-record.js';
import type { PendingAppend } from './pending-append.js';

/**
 * Rows that an earlier try had stored, before its answer was lost, become what they are: appended. They were told to
 * nobody, so this is done before anything that follows them in their chats.
 */
export async function recoverMine(
  database: RealtimeClient,
  rows: readonly PendingAppend[],
  results: readonly RowResult[],
): Promise<readonly RowResult[]> {
  const mine = rows.flatMap((row, index) => {
    const result = results[index];
    return result?.kind === 'known' && result.mine ? [{ chatId: row.request.chatId, seq: result.seq }] : [];
  });
  if (mine.length === 0) return results;
  try {
    const messages = new Map(
      (await readBack(database, mine)).map((message) => [`${message.chatId} ${message.seq}`, message]),
    );
    return results.map((result, index) => {
      const message =
        result.kind === 'known' ? messages.get(`${rows[index]?.request.chatId} ${result.seq}`) : undefined;
      return result.kind === 'known' && result.mine && message
        ? { kind: 'appended', message, recipients: result.recipients }
        : result;
    });
  } catch (error) {
    return results.map((result) =>
      result.kind === 'known' && result.mine ? { kind: 'failed', error, unreachable: true } : result,
    );
  }
}

/** Answers the senders of these rows. Rows whose chat was busy are left alone. @returns what was committed, per chat */
export function settleRows(
  database: RealtimeClient,
  rows: readonly PendingAppend[],
  results: readonly RowResult[],
): readonly CommittedChat[] {
  const chats = new Map<string, CommittedChat & { readonly messages: MessageRecord[]; traces?: Trace[] }>();
  const repeats: { row: PendingAppend; seq: number }[] = [];
  for (const [index, row] of rows.entries()) {
    const result = results[index];
    switch (result?.kind) {
      case 'appended': {
        const { message, recipients } = result;
        row.settle({ status: 'appended', message, recipients });
        let chat = chats.get(message.chatId);
        if (chat) chat.messages.push(message);
        else chats.set(message.chatId, (chat = { chatId: message.chatId, recipients, messages: [message] }));
        if (row.trace !== null) (chat.traces ??= []).push(row.trace);
        break;
      }
      case 'known':
        repeats.push({ row, seq: result.seq });
        break;
      case 'refused':
        row.settle(result.outcome);
        break;
      case 'failed':
        row.fail(result.error);
        break;
      case 'busy':
      case undefined:
        break;
    }
  }
  if (repeats.length > 0) void answerRepeats(database, repeats);
  return [...chats.values()];
}

/** A repeat gets the first message as it is now. It holds up nobody, since nothing is told about it. Never throws. */
async function answerRepeats(
  database: RealtimeClient,
  repeats: readonly { readonly row: PendingAppend; readonly seq: number }[],
): Promise<void> {
  try {
    const keys = repeats.map(({ row, seq }) => ({ chatId: row.request.chatId, seq }));
    const messages = new Map(
      (await readBack(database, keys)).map((message) => [`${message.chatId} ${message.seq}`, message]),
    );
    for (const { row, seq } of repeats) {
      const message = messages.get(`${row.request.chatId} ${seq}`);
      if (message) row.settle({ status: 'repeated', message });
      else row.fail(new Error('a message that was there is gone'));
    }
  } catch (error) {
    for (const { row } of repeats) row.fail(error);
  }
}
