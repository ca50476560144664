import type { RealtimeClient } from '../../database/database-client.js';
import type { Trace } from '../../kernel/tracing.js';
import type { CommittedChat, MessagePlace } from './append-types.js';
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

export interface Settled {
  /** What was committed, per chat. */
  readonly committed: readonly CommittedChat[];
  /** What had been stored before, and came again. */
  readonly known: readonly MessagePlace[];
}

/** Answers the senders of these rows. Rows whose chat was busy are left alone. */
export function settleRows(
  database: RealtimeClient,
  rows: readonly PendingAppend[],
  results: readonly RowResult[],
): Settled {
  const chats = new Map<string, CommittedChat & { readonly messages: MessageRecord[]; traces?: Trace[] }>();
  const repeats: Repeat[] = [];
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
        repeats.push({ row, place: { chatId: row.request.chatId, seq: result.seq } });
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
  return { committed: [...chats.values()], known: repeats.map(({ place }) => place) };
}

interface Repeat {
  readonly row: PendingAppend;
  readonly place: MessagePlace;
}

/** A repeat gets the first message as it is now; nobody waits for that. Never throws. */
async function answerRepeats(database: RealtimeClient, repeats: readonly Repeat[]): Promise<void> {
  try {
    const places = repeats.map(({ place }) => place);
    const messages = new Map(
      (await readBack(database, places)).map((message) => [`${message.chatId} ${message.seq}`, message]),
    );
    for (const { row, place } of repeats) {
      const message = messages.get(`${place.chatId} ${place.seq}`);
      if (message) row.settle({ status: 'repeated', message });
      else row.fail(new Error('a message that was there is gone'));
    }
  } catch (error) {
    for (const { row } of repeats) row.fail(error);
  }
}
