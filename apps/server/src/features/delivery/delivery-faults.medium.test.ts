import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { startChild, type TestChild } from '../../testing/child-process.js';
import type { Appender } from '../messages/append.js';
import { appenderOn, CUSTOMER, makeChat, PROVIDER, request } from '../messages/testing/appender-fixture.js';
import { startNotifier } from '../notifications/testing/notifier-fixture.js';

interface Push {
  readonly userId: number;
  readonly upto: number;
  readonly again: boolean;
}

let test: TestDatabase;
let appender: Appender;
const toEnd: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  test = await createTestDatabase();
  await test.database.pooled.query(
    `insert into users (id, name, role) values (1, 'Carla', 'customer'), (2, 'Pablo', 'provider')`,
  );
  appender = appenderOn(test);
});
afterEach(async () => {
  for (const end of toEnd.splice(0).toReversed()) await end();
  await appender.close();
  await test.drop();
});

/** A push service that can stop in the middle, and what a device does with what it gets: it shows what is newer. */
async function startService() {
  const got: Push[] = [];
  let whenAsked: (() => Promise<void>) | null = null;
  const server = http.createServer((incoming, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of incoming) text += String(chunk);
      got.push(JSON.parse(text) as Push);
      const pending = whenAsked;
      whenAsked = null;
      await pending?.();
      response.end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  toEnd.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    got,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Runs once, after the next push came and before it is answered. */
    onNext(action: () => Promise<void>) {
      whenAsked = action;
    },
  };
}

type Service = Awaited<ReturnType<typeof startService>>;

async function startWorker({ url }: Service): Promise<TestChild> {
  const child = startChild(new URL('testing/deliverer-child.ts', import.meta.url), {
    DATABASE_URL: test.url,
    SERVICE: url,
  });
  toEnd.push(() => child.kill('SIGKILL'));
  await child.says('ready');
  return child;
}

/** Jobs of a worker that was killed are free at once, instead of after some seconds. */
const freeJobs = () =>
  test.database.pooled.query(
    `update stm_chat_jobs._private_jobs set locked_by = null, locked_at = null, run_at = now()`,
  );

/** A statement that writes down this step waits until it is let go. */
async function hold(step: 'due' | 'begun'): Promise<() => Promise<void>> {
  const connection = await test.database.realtime.connect('hold');
  await connection.query('select pg_advisory_lock(hashtext($1))', [step]);
  return () => connection.close();
}

const HOLDABLE = `
  create function wait_for_step() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock_shared(hashtext(new.step));
    return new;
  end $$;
  create trigger wait_for_step before insert on delivery_hops for each row execute function wait_for_step()`;

/** Waits until a statement waits there. */
async function isHeld(): Promise<void> {
  await expect
    .poll(() => test.database.pooled.query(`select from pg_locks where locktype = 'advisory' and not granted`), {
      timeout: 10_000,
    })
    .not.toEqual([]);
}

const claims = () =>
  test.database.pooled.query<{ claimed_seq: number; done_seq: number }>('select claimed_seq, done_seq from deliveries');

// Six processes, one after the other.
it('[DV1][DV2][PU2] kill -9 at each step loses none and doubles none on the device', { timeout: 90_000 }, async () => {
  const chatId = await makeChat(test);
  await test.database.pooled.query(HOLDABLE);
  const notifier = await startNotifier(test.database);
  toEnd.push(() => notifier.stop());
  const service = await startService();
  const say = async (nth: number) => {
    await appender.append(request(chatId, `text ${nth}`, { senderId: CUSTOMER }));
    notifier.wake();
  };
  const delivered = async (upto: number): Promise<void> => {
    await expect
      .poll(async () => (await claims()).some(({ done_seq }) => done_seq === upto), { timeout: 15_000 })
      .toBe(true);
  };

  // Before anything is decided: the queue keeps it.
  let worker = await startWorker(service);
  await worker.kill('SIGKILL');
  await say(1);
  worker = await startWorker(service);
  await delivered(1);

  // While it is being decided: it is decided again, or was.
  let letGo = await hold('due');
  await say(2);
  await isHeld();
  await worker.kill('SIGKILL');
  await letGo();
  await freeJobs();
  worker = await startWorker(service);
  await delivered(2);

  // Claimed, and nothing sent yet.
  letGo = await hold('begun');
  await say(3);
  await isHeld();
  expect((await claims()).map(({ claimed_seq, done_seq }) => [claimed_seq, done_seq])).toEqual([[3, 2]]);
  await worker.kill('SIGKILL');
  await letGo();
  expect(service.got.map(({ upto }) => upto)).toEqual([1, 2]);
  await freeJobs();
  worker = await startWorker(service);
  await delivered(3);

  // Sent, and not written down: the push service has it, the server does not know.
  service.onNext(() => worker.kill('SIGKILL'));
  await say(4);
  await expect.poll(() => service.got.at(-1)?.upto, { timeout: 10_000 }).toBe(4);
  await worker.ended();
  expect((await claims()).map(({ claimed_seq, done_seq }) => [claimed_seq, done_seq])).toEqual([[4, 3]]);
  await freeJobs();
  worker = await startWorker(service);
  await delivered(4);

  // Read before its turn: whoever comes back delivers it nowhere.
  await worker.kill('SIGKILL');
  await say(5);
  await expect
    .poll(
      () =>
        test.database.pooled.query('select from notification_marks where told_seq >= 5 and user_id = $1', [PROVIDER]),
      {
        timeout: 10_000,
      },
    )
    .toHaveLength(1);
  await test.database.pooled.query(
    `insert into receipts (chat_id, user_id, read_seq, read_at) values ($1, $2, 5, now())
     on conflict (chat_id, user_id) do update set read_seq = 5`,
    [chatId, PROVIDER],
  );
  await freeJobs();
  worker = await startWorker(service);
  await expect.poll(() => test.database.pooled.query('select from delivery_queue'), { timeout: 15_000 }).toEqual([]);

  // What the device shows: none lost, none twice, none that was read. A repeat says that it may be one.
  const shown: number[] = [];
  let newest = 0;
  for (const { upto } of service.got) {
    if (upto <= newest) continue;
    newest = upto;
    shown.push(upto);
  }
  expect(shown).toEqual([1, 2, 3, 4]);
  const uptos = service.got.map(({ upto, again }) => ({ upto, again }));
  const repeats = uptos.filter(({ upto }, index) => uptos.findIndex((one) => one.upto === upto) !== index);
  // Only where the service had got it: once more, and saying so.
  expect(repeats).toEqual([{ upto: 4, again: true }]);
});
