import type { InvariantName } from '../invariants/violation.js';
import type { Edit } from './edit.js';
import * as proofs from './proofs.js';

/** The product with one of its safeguards taken away, the invariant that has to notice, and the run in which it does. */
export interface Mutant {
  readonly name: string;
  readonly expects: InvariantName;
  readonly proof: proofs.Proof;
  /** Of the built server. */
  readonly server?: readonly Edit[];
  /** Which node of the proof it is, beside a sound one; 1 when left out. */
  readonly subject?: 1 | 2;
  /** Of the database's functions; `statements` are run before, `restore` after the proof. */
  readonly database?: readonly Edit[];
  readonly statements?: readonly string[];
  readonly restore?: readonly string[];
  /** Of the built SDK. */
  readonly sdk?: readonly Edit[];
  /** It is about pushes, which the subject alone sends. */
  readonly pushes?: true;
  /** Edits that make the moment longer in which it can show; without the mutant's own they change nothing. */
  readonly slower?: readonly Edit[];
  /** Tips, with which a server looks at seats as well, come as seldom as they do: the mutant has to show before that. */
  readonly slowTips?: true;
}

const WRITER = 'features/messages/batch-writer.js';
const QUERY = 'const [answer] = await connection.prepared(statement.name, statement.text, statement.values);';
const RESULTS = 'return readResults(rows, statement, answer);';
const pause = (ms: number): string => `await new Promise((resume) => setTimeout(resume, ${ms}));`;

/** Tips every second, so that "quiet" is short; the bound of 30 s is the long rounds' business. */
export const QUICK_TIPS: Edit = {
  file: 'features/tips/tips-ticker.js',
  find: 'const PERIOD_MS = 25_000;',
  replace: 'const PERIOD_MS = 1000;',
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'ack before COMMIT',
    expects: 'I1',
    proof: proofs.killAtAck,
    server: [
      {
        file: WRITER,
        find: QUERY,
        replace: `await connection.query('begin', []); ${QUERY} setTimeout(() => connection.query('commit', []), 400);`,
      },
    ],
  },
  {
    name: 'publish before COMMIT',
    expects: 'I2',
    proof: proofs.killAtSight,
    server: [
      { file: WRITER, find: QUERY, replace: `await connection.query('begin', []); ${QUERY}` },
      {
        file: WRITER,
        find: RESULTS,
        replace: `const early = readResults(rows, statement, answer);
          this.#options.onCommitted(early.flatMap((result) => result.kind === 'appended'
            ? [{ chatId: result.message.chatId, recipients: result.recipients, messages: [result.message] }] : []));
          ${pause(500)} await connection.query('commit', []); return early;`,
      },
    ],
  },
  {
    name: 'seq from a sequence, outside the lock',
    expects: 'I4',
    proof: proofs.twoChats,
    statements: ['create sequence if not exists mutant_seq'],
    database: [
      {
        file: 'append_batch.sql',
        find: 'seq[i] := v_first[k] + v_added[k];',
        replace: `seq[i] := nextval('mutant_seq');`,
      },
    ],
  },
  {
    name: 'no unique client id',
    expects: 'I3',
    proof: proofs.sameTwice,
    statements: ['drop index messages_client_key'],
    restore: [
      `delete from messages m using messages o
         where o.chat_id = m.chat_id and o.sender_id = m.sender_id and o.client_key = m.client_key and o.seq < m.seq`,
      'create unique index messages_client_key on messages (chat_id, sender_id, client_key) where client_key is not null',
    ],
    database: [
      {
        file: 'append_batch.sql',
        find: 'elsif v_mine[i] is not null then\n      status[i] := 6;\n      seq[i] := v_mine[i];\n    elsif v_known[i] is not null then\n      status[i] := 1;\n      seq[i] := v_known[i];\n    ',
        replace: '',
      },
    ],
  },
  {
    name: 'fan-out to the room alone',
    expects: 'I10',
    slowTips: true,
    proof: proofs.takenOutElsewhere,
    subject: 2,
    server: [
      {
        file: 'realtime/socket-hub.js',
        find: 'this.rooms.of(chatId, userIds)',
        replace: 'this.rooms.of(chatId, this.#joined.users(chatId))',
      },
    ],
  },
  {
    name: 'membership checked outside the statement',
    expects: 'I10',
    proof: proofs.takenOutWhileWriting,
    subject: 2,
    slower: [
      {
        file: WRITER,
        find: QUERY,
        replace: `const seats = await connection.query(
            'select customer_id, provider_id, lsm_id from chats where id = any($1::uuid[])', [rows.map((row) => row.request.chatId)]);
          ${pause(500)} ${QUERY}`,
      },
    ],
    server: [
      {
        file: WRITER,
        find: RESULTS,
        replace: `const seated = seats.flatMap(Object.values);
          return readResults(rows, statement, answer).map((result, at) =>
            seated.includes(rows[at].request.senderId) ? result : { kind: 'refused', status: 'not_found' });`,
      },
    ],
    database: [
      {
        file: 'append_batch.sql',
        find: 'when 0 then 0 when customer_id[k] then 1 when provider_id[k] then 2 when lsm_id[k] then 3 end end;',
        replace: `when 0 then 0 when customer_id[k] then 1 when provider_id[k] then 2 else
          (select s.role from chat_members s where s.chat_id = v_chats[k] and s.user_id = p_sender[i]) end end;`,
      },
    ],
  },
  {
    name: 'one in 50 hints dropped, and no tips',
    expects: 'I9',
    proof: proofs.fiftyThenSilence,
    server: [
      {
        file: 'realtime/socket-hub.js',
        find: 'toChat(chatId, userIds, event, payload) {',
        replace: `toChat(chatId, userIds, event, payload) {
          if (event === 'new_message' && (globalThis.hints = (globalThis.hints ?? 0) + 1) % 50 === 0) return;`,
      },
      { file: 'features/tips/tips-ticker.js', find: 'if (this.#stopped)\n            return;', replace: 'return;' },
    ],
  },
  {
    name: 'unread counters that only count up',
    expects: 'I11',
    proof: proofs.unreadDeleted,
    database: [
      {
        file: 'unread.sql',
        find: 'where t.chat_id = c.id and t.seq > p_read and t.deleted_at is not null',
        replace: 'where false and t.chat_id = c.id and t.seq > p_read and t.deleted_at is not null',
      },
    ],
  },
  {
    name: 'marks without GREATEST',
    expects: 'I12',
    proof: proofs.marksBackwards,
    database: [
      {
        file: 'move_receipts.sql',
        find: 'greatest(r.read_seq, least(i.read, c.last_seq)) as read,',
        replace: 'least(i.read, c.last_seq) as read,',
      },
      {
        file: 'move_receipts.sql',
        find: 'and (w.read > w.read_seq or',
        replace: 'and (w.read <> w.read_seq or',
      },
    ],
  },
  {
    name: 'push without a claim',
    expects: 'I13',
    proof: proofs.sameJobTwice,
    pushes: true,
    database: [
      {
        file: 'delivery.sql',
        find: 'where excluded.claimed_seq > d.done_seq and (',
        replace: 'where true or excluded.claimed_seq > d.done_seq and (',
      },
    ],
  },
  {
    name: 'a push that nobody queues',
    expects: 'I13',
    proof: proofs.oneForWhoIsAway,
    pushes: true,
    database: [
      {
        file: 'delivery.sql',
        find: 'select n.id from changed n where n.read_at is null;',
        replace: 'select n.id from changed n where n.read_at is null and false;',
      },
    ],
  },
  {
    name: 'a push that does not look again before it is tried again',
    expects: 'I13',
    proof: proofs.readBetweenTries,
    pushes: true,
    server: [
      {
        file: 'features/delivery/deliveries.js',
        find: 'notification === undefined || notification.read_at !== null',
        replace: 'notification === undefined',
      },
    ],
    database: [
      {
        file: 'delivery.sql',
        find: 'from telling_messages(n.chat_id, n.user_id, n.spans, seat.read_seq) x where n.type = 0 and n.read_at is null',
        replace: 'from telling_messages(n.chat_id, n.user_id, n.spans, 0) x where n.type = 0',
      },
    ],
  },
  {
    name: 'no buffer during sync',
    expects: 'I8',
    proof: proofs.liveDuringSync,
    sdk: [
      {
        file: 'conversation/timeline.js',
        find: 'return { ...timeline, messages, ahead: [...ahead.values()].sort((a, b) => a.seq - b.seq) };',
        replace: 'return { ...timeline, messages: [...messages, ...ahead.values()], ahead: [] };',
      },
    ],
  },
  {
    name: 'unserialised handlers',
    expects: 'I7',
    proof: proofs.tenInARow,
    slower: [
      {
        file: 'kernel/run-command.js',
        find: 'const limit = this.#spend(call, call.command.contract.limit);',
        replace: `if (call.command.contract.name === 'send_message') {
            globalThis.calls = (globalThis.calls ?? 0) + 1;
            return new Promise((resume) => setTimeout(resume, 60 - 5 * (globalThis.calls % 10)))
              .then(() => this.#enter(call, input, nothingSpent));
          }
          const limit = this.#spend(call, call.command.contract.limit);`,
      },
    ],
    server: [
      {
        file: 'kernel/run-command.js',
        find: 'const begun = contract.ordered === true',
        replace: 'const begun = false',
      },
    ],
  },
  {
    name: 'followers whose marks do not move',
    expects: 'I15',
    proof: proofs.twoChats,
    statements: [
      `create function stands_still() returns trigger language plpgsql as 'begin return old; end'`,
      'create trigger stands_still before update on feed_followers for each row execute function stands_still()',
    ],
    restore: ['drop trigger stands_still on feed_followers', 'drop function stands_still()'],
  },
  {
    name: 'drain by disconnect()',
    expects: 'P13',
    proof: proofs.deploy,
    server: [
      {
        file: 'realtime/realtime-server.js',
        find: '                socket.conn.close();\n            await',
        replace: 'socket.disconnect(true);\n            await',
      },
    ],
  },
];
