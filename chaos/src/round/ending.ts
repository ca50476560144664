import type { Message } from '@stm-chat/protocol';
import type { Person } from '../actors/actor.js';
import { query } from '../cluster/ground.js';
import { until } from '../cluster/processes.js';
import { rest, type RestAnswer } from '../cluster/rest.js';
import type { ServerNode } from '../cluster/server-node.js';
import type { FinalMessage, SeenSummary } from '../history/history.js';
import type { Stage } from './stage.js';
import type { WorldChat } from './world.js';

const PAGE = 200;
const OLD_LOCK_SECONDS = 5;
/** What followers and jobs get to finish what the round left them; a failed job waits seconds for its next try. */
const QUEUES_MS = 30_000;

/**
 * Everything works again: links, PostgreSQL, nodes; and everybody is told to look.
 * @param restart false: a node that is down stays down, where another one runs
 */
export async function heal({ cluster, actors, recorder }: Stage, restart = true): Promise<void> {
  for (const node of cluster.nodes) for (const link of node.links) link.set({ kind: 'pass' });
  for (const { edge } of actors) {
    edge.link.set({ kind: 'pass' });
    edge.stayWith(null);
  }
  await cluster.ground.isUp();
  for (const node of cluster.nodes) {
    if (node.address === null && restart) await node.startAgain();
    if (node.address !== null) await node.isReady();
  }
  recorder.add({ kind: 'quiet' });
  for (const actor of actors) actor.wake();
}

/** Waits until every device shows all of its chats, at most for this long: who does not shows it in the history. */
export async function converge(world: Stage, limitMs: number): Promise<void> {
  const { actors, chats, cluster } = world;
  const settled = Promise.all(actors.map((actor) => actor.settled()));
  const late = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
  await Promise.race([settled, late]);
  const tips = new Map<string, number>();
  const rows = await query<{ id: string; last_seq: string; members: number[] }>(
    cluster.database,
    'select id, last_seq, array[customer_id, provider_id, lsm_id] as members from chats where id = any($1::uuid[])',
    [chats.map(({ id }) => id)],
  );
  const members = new Map(rows.map((row) => [row.id, row.members]));
  for (const { id, last_seq } of rows) tips.set(id, Number(last_seq));
  const isThere = (): boolean =>
    chats.every(({ id, members: everybody }) =>
      actors.every(
        (actor) =>
          !everybody.includes(actor.person) ||
          members.get(id)?.includes(actor.person.id) !== true ||
          actor.isAt(id, tips.get(id) ?? 0),
      ),
    );
  await until(isThere, 'somebody does not show everything', limitMs).catch(() => undefined);
}

/** Reads everything through every node, and what the database says about who was taken out. */
export async function writeEnd(world: Stage, queuesMs = QUEUES_MS): Promise<void> {
  const { cluster, chats, actors, recorder } = world;
  for (const chat of chats) {
    await writeRemovals(world, chat);
    const present = await presentMembers(world, chat);
    const [reader] = present;
    if (reader === undefined) continue;
    for (const node of cluster.running) {
      const messages = await readAll(node, reader, chat.id);
      const summaries = [];
      for (const member of present) summaries.push({ userId: member.id, ...(await summaryOf(node, member, chat.id)) });
      recorder.add({ kind: 'final', node: node.name, chatId: chat.id, messages, summaries });
    }
  }
  for (const actor of actors) actor.writeShown();
  await writeInside(world, queuesMs);
  writeProcesses(world);
}

async function writeRemovals({ cluster, recorder }: Stage, { id }: WorldChat): Promise<void> {
  const rows = await query<{ user_id: number; revision: string; seq: string | null }>(
    cluster.database,
    `select (c.before->>'user_id')::int as user_id, c.revision, min(m.seq) as seq
     from changes c left join messages m on m.chat_id = c.chat_id and m.revision > c.revision and m.seq > (
       select count(*) from messages x where x.chat_id = c.chat_id and x.created_at < c.created_at)
     where c.chat_id = $1 and c.kind = 'unseated' group by 1, 2`,
    [id],
  );
  for (const row of rows) {
    // The system says so in the chat right after it: that message is the first that the removed user may not see.
    const [said] = await query<{ seq: string }>(
      cluster.database,
      'select seq from messages where chat_id = $1 and sender_id = 0 and created_at >= (select created_at from changes where chat_id = $1 and revision = $2) order by seq limit 1',
      [id, row.revision],
    );
    const seq = Number(said?.seq ?? row.seq ?? Number.MAX_SAFE_INTEGER);
    recorder.add({ kind: 'removal', chatId: id, user: row.user_id, seq, revision: Number(row.revision) });
  }
}

async function presentMembers({ cluster }: Stage, { id, members }: WorldChat): Promise<Person[]> {
  const [row] = await query<{ seats: (number | null)[] }>(
    cluster.database,
    'select array[customer_id, provider_id, lsm_id] as seats from chats where id = $1',
    [id],
  );
  return members.filter((member) => row?.seats.includes(member.id) === true);
}

/** What faults left of a node's connections is found out by using them: it may be busy for a moment. */
async function ask(node: ServerNode, token: string, path: string): Promise<RestAnswer> {
  let answer: RestAnswer | null = null;
  await until(
    async () => {
      answer = await rest(node.url, token, 'GET', path).catch(() => null);
      return answer !== null && answer.status !== 503;
    },
    `${node.name} does not answer at the end`,
    60_000,
  );
  return answer as unknown as RestAnswer;
}

async function readAll(node: ServerNode, { token }: Person, chatId: string): Promise<FinalMessage[]> {
  const all: FinalMessage[] = [];
  for (;;) {
    const path = `/api/chat/${chatId}/messages?limit=${PAGE}&after=${all.at(-1)?.seq ?? 0}`;
    const { status, body, text } = await ask(node, token, path);
    if (status !== 200) throw new Error(`${node.name} could not be read at the end: ${text}`);
    all.push(...body.messages.map(finalOf));
    if (!body.has_after || body.messages.length === 0) return all;
  }
}

function finalOf({ seq, id, revision, client_id, sender_id, message, deleted_at }: Message): FinalMessage {
  return { seq, id, revision, clientId: client_id, senderId: sender_id, text: message, deleted: deleted_at !== null };
}

async function summaryOf(node: ServerNode, { token }: Person, chatId: string): Promise<SeenSummary> {
  const { status, body, text } = await ask(node, token, `/api/chat/${chatId}`);
  if (status !== 200) throw new Error(`${node.name} has no summary at the end: ${text}`);
  return {
    lastSeq: body.last_seq,
    readSeq: body.read_seq,
    unread: body.unread,
    marks: body.members.map((member: { userId: number; read_seq: number; delivered_seq: number }) => ({
      userId: member.userId,
      read: member.read_seq,
      delivered: member.delivered_seq,
    })),
  };
}

/** Locks that are held for long, transactions that do nothing, queues that are not worked off, jobs that were given up. */
async function writeInside({ cluster, recorder }: Stage, queuesMs: number): Promise<void> {
  const [row] = await query<{ locks: string; idle: string; waiting: string }>(
    cluster.database,
    `select count(*) filter (where wait_event_type = 'Lock' and now() - query_start > make_interval(secs => $1)) as locks,
            count(*) filter (where state like 'idle in transaction%' and now() - state_change > make_interval(secs => $1)) as idle,
            count(*) filter (where state = 'active' and now() - query_start > make_interval(secs => $1) and backend_type = 'client backend') as waiting
     from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    [OLD_LOCK_SECONDS],
  );
  const place = 'the database';
  recorder.add({ kind: 'inside', place, what: 'statements that wait for a lock for 5 s', count: Number(row?.locks) });
  recorder.add({ kind: 'inside', place, what: 'transactions that do nothing for 5 s', count: Number(row?.idle) });
  recorder.add({ kind: 'inside', place, what: 'statements that run for 5 s', count: Number(row?.waiting) });
  let left = await queuesOf(cluster.database);
  const isEmpty = async (): Promise<boolean> => {
    left = await queuesOf(cluster.database);
    return Object.values(left).every((count) => count === 0);
  };
  await until(isEmpty, 'the queues are not empty', queuesMs).catch(() => undefined);
  for (const [what, count] of Object.entries(left)) recorder.add({ kind: 'inside', place: 'the queues', what, count });
}

async function queuesOf(database: string): Promise<Record<string, number>> {
  const [row] = await query<{
    feed: string;
    due: string;
    dead: string;
    late: string | null;
    names: string | null;
  }>(database, QUEUES, []);
  return {
    'commits that a follower has not seen': Number(row?.feed),
    [`jobs that are due and not done (${row?.late ?? 'none'})`]: Number(row?.due),
    [`jobs that were given up (${row?.names ?? 'none'})`]: Number(row?.dead),
  };
}

const QUEUES = `select
  (select count(*) from feed e, (select xid, id from feed_followers order by xid, id limit 1) slowest
    where (e.xid, e.id) > (slowest.xid, slowest.id)) as feed,
  (select count(*) from stm_chat_jobs._private_jobs where attempts < max_attempts and run_at <= now()) as due,
  (select count(*) from stm_chat_jobs._private_jobs where attempts >= max_attempts) as dead,
  (select string_agg(distinct t.identifier || case when j.locked_at is null then '' else ', begun' end, '; ')
    from stm_chat_jobs._private_jobs j join stm_chat_jobs._private_tasks t on t.id = j.task_id
    where j.attempts < j.max_attempts and j.run_at <= now()) as late,
  (select string_agg(distinct t.identifier || ': ' || coalesce(j.last_error, '?'), '; ') from stm_chat_jobs._private_jobs j
    join stm_chat_jobs._private_tasks t on t.id = j.task_id where j.attempts >= j.max_attempts) as names`;

/** Processes that ended by themselves, and what should be in no log. */
function writeProcesses({ cluster, recorder }: Stage): void {
  for (const { name, crashes: all, output } of cluster.nodes) {
    // Of this round: the next one has new people on the same nodes.
    const [crashes, text] = [all.splice(0), output.splice(0).join('')];
    const leaks = [
      ...(/unhandled ?rejection|uncaught ?exception/i.test(text) ? ['a rejection that nobody handled'] : []),
      ...(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/.test(text) ? ['a token in the log'] : []),
    ];
    const unexpected = crashes.length === 0 ? null : `it ended by itself: ${crashes.join('; ')}`;
    recorder.add({ kind: 'case', name, sameProcess: true, bystanderMs: 0, leaks, unexpected });
  }
}
