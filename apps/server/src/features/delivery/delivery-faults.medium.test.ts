import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startChild, type TestChild } from '../../testing/child-process.js';
import { CUSTOMER, makeChat, PROVIDER, request } from '../messages/testing/appender-fixture.js';
import { writtenWorld } from '../messages/testing/written-world.js';
import { startNotifier } from '../notifications/testing/notifier-fixture.js';
import { stepHolder } from './testing/step-holder.js';

interface Push {
  readonly userId: number;
  readonly upto: number;
  readonly again: boolean;
}

const world = writtenWorld();

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
  world.toEnd(async () => {
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
    DATABASE_URL: world.test.url,
    SERVICE: url,
  });
  world.toEnd(() => child.kill('SIGKILL'));
  await child.says('ready');
  return child;
}

// Six processes, one after the other.
it('[DV1][DV2][PU2] kill -9 at each step loses none and doubles none on the device', { timeout: 90_000 }, async () => {
  const chatId = await makeChat(world.test);
  const { hold, isHeld, freeJobs, claims, delivered, read, told, quiet } = await stepHolder(world.test);
  const notifier = await startNotifier(world.test.database);
  world.toEnd(() => notifier.stop());
  const service = await startService();
  const say = async (nth: number) => {
    await world.appender.append(request(chatId, `text ${nth}`, { senderId: CUSTOMER }));
    notifier.wake();
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
  await told(PROVIDER, 5);
  await read(chatId, PROVIDER, 5);
  await freeJobs();
  worker = await startWorker(service);
  await quiet();

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
