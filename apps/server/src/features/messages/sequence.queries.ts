import type { Database } from '../../database/database.js';
import type { ChatAt, Reading } from './chat-sequencer.js';
import { toRecord, type RecordRow } from './message-record.js';
import { toWire } from './messages.mapper.js';
import type { Position } from './sequence.rules.js';

/** Messages of each kind that one reading takes of one chat. */
const MOST = 500;

// New messages by `seq` and changed ones by `revision`, each in its own order, so that what is cut off is the end of it.
const BEYOND = `
  select c.id as of_chat, w.nth, c.last_seq as tip_seq, c.revision as tip_revision,
    c.customer_id, c.provider_id, c.lsm_id, m.*
  from unnest($1::uuid[], $2::bigint[], $3::bigint[]) with ordinality as w (chat_id, seq, revision, nth)
  join chats c on c.id = w.chat_id
  left join lateral (
    (select r.* from message_records r
      where r.chat_id = w.chat_id and r.seq > w.seq order by r.seq limit ${MOST})
    union all
    (select r.* from changed_messages(w.chat_id, w.revision, ${MOST}, w.seq) r)
  ) m on true`;

interface BeyondRow extends RecordRow {
  readonly of_chat: string;
  readonly nth: number;
  readonly tip_seq: number;
  readonly tip_revision: number;
  readonly customer_id: number | null;
  readonly provider_id: number | null;
  readonly lsm_id: number | null;
}

/** What these chats hold beyond where they are told; of chats that are gone, nothing. @throws CommandError `unavailable` */
export async function readBeyond(database: Database, chats: readonly ChatAt[]): Promise<Reading[]> {
  const rows = await database.realtime.prepared<BeyondRow>('messages_beyond', BEYOND, [
    chats.map(({ chatId }) => chatId),
    chats.map(({ seq }) => seq),
    chats.map(({ revision }) => revision),
  ]);
  return chats.flatMap((from, index) => {
    const ofChat = rows.filter(({ nth }) => nth === index + 1);
    const [chat] = ofChat;
    if (chat === undefined) return [];
    const messages = ofChat.filter(({ seq }) => seq !== null).map((row) => toWire(toRecord(row)));
    const memberIds = [chat.customer_id, chat.provider_id, chat.lsm_id].filter((id) => id !== null);
    const end = { seq: chat.tip_seq, revision: chat.tip_revision };
    const fresh = messages.filter(({ seq }) => seq > from.seq);
    const changed = messages.filter(({ seq }) => seq <= from.seq);
    const complete = fresh.length < MOST && changed.length < MOST;
    return [
      { chatId: from.chatId, memberIds, messages, until: complete ? end : cutAt(from, fresh, changed), complete },
    ];
  });
}

/** How far a chat is told when not everything was read. Of what is told twice the second time is a mere repetition. */
function cutAt(from: Position, fresh: readonly Position[], changed: readonly Position[]): Position {
  return {
    seq: Math.max(from.seq, ...fresh.map(({ seq }) => seq)),
    revision: changed.length < MOST ? from.revision : Math.max(...changed.map(({ revision }) => revision)),
  };
}
