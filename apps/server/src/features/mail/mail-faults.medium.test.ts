import { expect, it } from 'vitest';
import { startChild, type TestChild } from '../../testing/child-process.js';
import { stepHolder } from '../delivery/testing/step-holder.js';
import { CUSTOMER, makeChat, PROVIDER, request } from '../messages/testing/appender-fixture.js';
import { writtenWorld } from '../messages/testing/written-world.js';
import { startNotifier } from '../notifications/testing/notifier-fixture.js';
import { startMailbox } from './testing/mailbox.js';

const world = writtenWorld();

async function startWorker(smtpUrl: string): Promise<TestChild> {
  const child = startChild(new URL('testing/mail-child.ts', import.meta.url), {
    ...{ DATABASE_URL: world.test.url, SMTP_URL: smtpUrl, MAIL_FROM: 'Chat <chat@example.com>' },
    ...{ MAIL_DELAY: '0', MAIL_PAUSE: '0', MAIL_RATE: '0', MAIL_PER_HOUR: '0' },
  });
  world.toEnd(() => child.kill('SIGKILL'));
  await child.says('ready');
  return child;
}

// Five processes, one after the other.
it(
  '[ML1][ML7][DV1] kill -9 at each step loses no mail, and doubles none that a mail program shows',
  {
    timeout: 120_000,
  },
  async () => {
    const { test } = world;
    const chatId = await makeChat(test);
    await test.database.pooled.query(`update users set email = 'pablo@example.com' where id = $1`, [PROVIDER]);
    const { hold, isHeld, cut, freeJobs, delivered, read, told, quiet } = await stepHolder(test);
    const notifier = await startNotifier(test.database);
    world.toEnd(() => notifier.stop());
    const box = await startMailbox();
    world.toEnd(() => box.close());
    const say = async (nth: number) => {
      await world.appender.append(request(chatId, `text ${nth}`, { senderId: CUSTOMER }));
      notifier.wake();
    };
    /** Which message each mail was the newest of, in the order in which the mail server took them. */
    const came = () => box.received.map(({ mail }) => Number(/\.(\d+)@/.exec(mail.messageId ?? '')?.[1]));

    // Nobody is there yet: the queue keeps it.
    await say(1);
    let worker = await startWorker(box.url);
    await delivered(1);

    // Decided and claimed, and nothing sent yet.
    let letGo = await hold('begun');
    await say(2);
    await isHeld();
    await worker.kill('SIGKILL');
    await letGo();
    expect(came()).toEqual([1]);
    await freeJobs();
    worker = await startWorker(box.url);
    await delivered(2);

    // The mail server has taken it whole; its answer never comes.
    const third = worker;
    box.afterData = () => {
      box.afterData = () => 'answer';
      void third.kill('SIGKILL');
      return 'cut';
    };
    await say(3);
    await third.ended();
    expect(came()).toEqual([1, 2, 3]);
    await freeJobs();
    worker = await startWorker(box.url);
    await delivered(3);

    // Answered, and not written down.
    letGo = await hold('sent');
    await say(4);
    await isHeld();
    await worker.kill('SIGKILL');
    await cut();
    await letGo();
    await freeJobs();
    worker = await startWorker(box.url);
    await delivered(4);

    // Read while nobody worked: it is told by no mail.
    await worker.kill('SIGKILL');
    await say(5);
    await told(PROVIDER, 5);
    await read(chatId, PROVIDER, 5);
    await freeJobs();
    await startWorker(box.url);
    await quiet();

    // None lost, none for what was read. The two that the server could not know of came again, as the same mails.
    expect(came()).toEqual([1, 2, 3, 3, 4, 4]);
    const ids = box.received.map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(4);
    expect(box.received.at(-1)?.mail.text).toContain('text 4');
    expect(box.received.some(({ raw }) => raw.includes('text 5'))).toBe(false);
  },
);
