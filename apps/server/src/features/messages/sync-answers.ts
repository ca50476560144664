import { Inject, Injectable } from '@nestjs/common';
import type { ChatChanges, ChatChangesError } from '@stm-chat/protocol';
import { notFound, unavailable } from '../../kernel/errors.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { toWireError } from '../../kernel/wire-error.js';
import { writeOnceWithParts } from '../../kernel/written-once.js';
import { toMember } from '../chats/chats.api.js';
import { PRESENCE, type Presence } from '../presence/presence.api.js';
import { toRecord } from './message-record.js';
import { toSharedWire } from './messages.mapper.js';
import type { HeldChat, SyncRow } from './sync.queries.js';
import { AnswerPages } from './sync.rules.js';

/** Puts the rows of a sync together to what the wire says. */
@Injectable()
export class SyncAnswers {
  constructor(
    @Inject(PRESENCE) private readonly presence: Presence,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  /** One answer for each of `held`, in that order. @param rows of `syncStatement`, in their order */
  of(held: readonly HeldChat[], rows: readonly SyncRow[]): (ChatChanges | ChatChangesError)[] {
    const pages = new AnswerPages();
    const byChat = held.map((): SyncRow[] => []);
    for (const row of rows) byChat[row.nth - 1]?.push(row);
    return held.map(({ chatId }, index) => {
      const answer = this.#answer(chatId, byChat[index] ?? [], pages);
      this.metrics.count('chat_sync_requests_total', { result: resultOf(answer) });
      return answer;
    });
  }

  #answer(chatId: string, rows: readonly SyncRow[], pages: AnswerPages): ChatChanges | ChatChangesError {
    const head = rows[0]?.head;
    if (head == null) return { chatId, error: toWireError(notFound('chat')) };
    const { room, found, reset, revision } = head;
    const messages = rows.filter(({ seq }) => seq !== null).map((row) => toSharedWire(toRecord(row)));
    const page = pages.take({ revision, messages, found, room });
    if (page === null) return { chatId, error: toWireError(unavailable('Too much at once; ask again for this chat.')) };
    const members = (head.members ?? []).map((row) => toMember(row, this.presence.isOnline(row.user_id)));
    return writeOnceWithParts({ chatId, ...page, messages: [...page.messages], members, reset });
  }
}

function resultOf(answer: ChatChanges | ChatChangesError): string {
  if ('error' in answer) return answer.error.code;
  if (answer.reset) return 'reset';
  return answer.more ? 'more' : 'complete';
}
