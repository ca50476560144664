import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RedisServer } from '@stm-chat/server/testing/redis-server';
import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { round } from '../report/latencies.js';
import { type BenchDatabase, query } from '../targets/bench-database.js';
import { chatOf, customerOf } from '../targets/target.js';
import { type OursTarget, startOurs, startOursOn } from '../targets/targets.js';

export interface Rolling {
  readonly clients: number;
  readonly messages: number;
  readonly longestDrainSeconds: number;
  /** From a lost connection until the client had joined again, the longest. */
  readonly lastBackSeconds: number;
  /** Acknowledged and not stored once. */
  readonly lost: number;
}

const [CLIENTS, SETTLE_MS, EACH_WRITES_MS, ANSWER_MS] = [600, 3000, 3000, 5000];

/** Three servers are drained and started again one after the other, while everybody writes and comes back by itself. */
export async function measureRolling(
  database: BenchDatabase,
  redis: RedisServer,
  say: (line: string) => void,
): Promise<Rolling> {
  const env = { REDIS_URL: redis.url };
  const first = await startOurs(database, CLIENTS, 'rolling', env);
  const servers = [first, ...(await Promise.all([1, 2].map(() => startOursOn(database, first.database, env))))];
  const state: State = { servers, over: false, acked: [], outagesMs: [] };
  const clients = Array.from({ length: CLIENTS }, (_, number) => live(state, number));
  try {
    await wait(SETTLE_MS);
    const drains: number[] = [];
    for (const [at, server] of servers.entries()) {
      const { code, ms } = await server.drain();
      say(`server ${at + 1} ended with ${code} after ${Math.round(ms)} ms`);
      if (code !== 0) throw new Error(`a server that was to drain ended with ${code}`);
      drains.push(ms);
      const port = new URL(server.url).port;
      servers[at] = await startOursOn(database, first.database, { ...env, PORT: port });
      await wait(SETTLE_MS);
    }
    state.over = true;
    await Promise.all(clients);
    const [row] = await query<{ found: string }>(
      first.database,
      'select count(*) as found from unnest($1::uuid[]) as sent(id) join messages m on m.client_key = sent.id',
      [state.acked],
    );
    const lost = Math.abs(state.acked.length - Number(row?.found));
    const seconds = (some: readonly number[]) => round(Math.max(0, ...some) / 1000);
    const result = {
      ...{ clients: CLIENTS, messages: state.acked.length, lost },
      ...{ longestDrainSeconds: seconds(drains), lastBackSeconds: seconds(state.outagesMs) },
    };
    if (state.outagesMs.length < CLIENTS) throw new Error(`only ${state.outagesMs.length} connections were lost`);
    say(`rolling: ${state.outagesMs.length} times back, the last after ${result.lastBackSeconds} s; ${lost} lost`);
    return result;
  } finally {
    state.over = true;
    await Promise.allSettled(clients);
    for (const server of servers) await server.stop();
  }
}

interface State {
  readonly servers: OursTarget[];
  over: boolean;
  readonly acked: string[];
  readonly outagesMs: number[];
}

/** One client until it is over: connected to any server, with its chat joined, writing; what was not acknowledged again. */
async function live(state: State, number: number): Promise<void> {
  const token = await signToken(customerOf(number), 'customer');
  let lostAt: number | null = null;
  let unsent = randomUUID();
  for (let attempt = 0; !state.over; attempt += 1) {
    // As the SDK does: some of a second at first, then longer, with jitter.
    await wait(Math.random() * Math.min(5000, 500 * 2 ** attempt));
    const server = state.servers[Math.floor(Math.random() * state.servers.length)];
    try {
      const client = await WireClient.connect(server?.url ?? '', token);
      const closed = new Promise<null>((resolve) => (client.onClose = () => resolve(null)));
      const ask = (event: string, payload: object) =>
        Promise.race([closed, wait(ANSWER_MS, null, { ref: false }), client.call(event, payload)]);
      const isOk = (answer: string | null) => answer?.startsWith('[{"ok":true') === true;
      if (isOk(await ask('join_chat', { chatId: chatOf(number) }))) {
        if (lostAt !== null) state.outagesMs.push(performance.now() - lostAt);
        attempt = 0;
        while (!state.over) {
          const answer = await ask('send_message', {
            chatId: chatOf(number),
            message: 'still here',
            client_id: unsent,
          });
          if (!isOk(answer)) break;
          state.acked.push(unsent);
          unsent = randomUUID();
          if ((await Promise.race([closed, wait(EACH_WRITES_MS, 'later', { ref: false })])) === null) break;
        }
        lostAt = performance.now();
      }
      client.onClose = null;
      client.close();
    } catch {
      continue; // nobody there, or refused: again, later
    }
  }
}
