import { describe, expect, it } from 'vitest';
import { databasePerTest } from '../../database/testing/database-per-test.js';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { type Metrics, noMetrics } from '../../kernel/metrics.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { startChild } from '../../testing/child-process.js';
import { testClock } from '../../testing/test-clock.js';
import type { JobHandler, JobTask } from './jobs.api.js';
import { JobsPort } from './jobs-port.js';

interface Note {
  readonly text: string;
}
const note: JobTask<Note> = { name: 'note' };
const fragile: JobTask<Note> = { name: 'fragile', attempts: 2 };

const JOBS = { jobs: { besideConnections: true, apart: true } };

const test = databasePerTest();
const { toEnd } = test;

interface Ports {
  readonly clock?: Clock;
  readonly metrics?: Metrics;
}

/** A server's jobs, with workers for these tasks. */
async function server(tasks: readonly (readonly [JobTask<Note>, JobHandler<Note>])[] = [], ports: Ports = {}) {
  const jobs = new JobsPort(test.database, ports.clock ?? systemClock, silentLogger, ports.metrics ?? noMetrics, JOBS);
  for (const [task, handler] of tasks) jobs.handle(task, handler);
  await jobs.onApplicationBootstrap();
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= jobs.beforeApplicationShutdown());
  toEnd.push(stop);
  return { jobs, stop };
}

/** What waits for its next attempt is due now. */
const makeDue = () => test.database.pooled.query('update stm_chat_jobs._private_jobs set run_at = now()');

const jobs = () =>
  test.database.pooled.query<{ task: string; attempts: number; due_in: number }>(
    `select task_identifier as task, attempts, extract(epoch from run_at - now())::float8 as due_in
     from stm_chat_jobs.jobs order by id`,
  );

/** The servers look for lost jobs again and again, until `what` is so. */
const expectAfterLooks = (time: ReturnType<typeof testClock>, what: () => unknown, expected: unknown) => {
  const look = () => {
    time.advance(5000);
    return what();
  };
  return expect.poll(look, { timeout: 10_000 }).toEqual(expected);
};

const lockedJobs = () => test.database.pooled.query('select from stm_chat_jobs.jobs where locked_at is not null');

describe('a job', () => {
  it('is done once, with its payload, and is gone', async () => {
    const done: unknown[] = [];
    const { jobs: api } = await server([
      [note, async (payload, run) => void done.push({ ...payload, attempt: run.attempt })],
    ]);
    await api.add(note, { text: 'hello' });
    await expect.poll(() => done, { timeout: 5000 }).toEqual([{ text: 'hello', attempt: 1 }]);
    await expect.poll(jobs, { timeout: 5000 }).toEqual([]);
  });

  it.each([
    ['done', () => undefined],
    ['failed', () => Promise.reject(new Error('no'))],
  ])('whose connections break before it can be written that it is %s: it is, later', async (how, end) => {
    let ran = 0;
    const { jobs: api } = await server([
      [
        note,
        async () => {
          ran += 1;
          // Those of the library, at the moment at which it needs one.
          await test.database.pooled.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '% jobs'",
          );
          if (ran === 1) await end();
        },
      ],
    ]);
    await api.add(note, { text: 'x' });
    if (how === 'failed') {
      await expect.poll(() => ran, { timeout: 5000 }).toBe(1);
      await expect.poll(lockedJobs, { timeout: 15_000 }).toEqual([]);
      expect(await jobs()).toEqual([expect.objectContaining({ task: 'note', attempts: 1 })]);
      return;
    }
    await expect.poll(jobs, { timeout: 15_000 }).toEqual([]);
    expect(ran).toBe(1);
  });

  it('waits for its time, and under one key only the last one counts', async () => {
    const done: string[] = [];
    const { jobs: api } = await server([[note, async ({ text }) => void done.push(text)]]);
    const later = new Date(Date.now() + 3_600_000);
    await api.add(note, { text: 'first' }, { at: later, key: 'k' });
    await api.add(note, { text: 'second' }, { at: later, key: 'k' });
    expect(await jobs()).toEqual([expect.objectContaining({ task: 'note', attempts: 0 })]);
    await makeDue();
    await expect.poll(() => done, { timeout: 5000 }).toEqual(['second']);
  });

  it('of a queue comes one after the other', async () => {
    const steps: string[] = [];
    const { jobs: api } = await server([
      [
        note,
        async ({ text }) => {
          steps.push(`${text} begins`);
          await test.database.pooled.query('select pg_sleep(0.05)');
          steps.push(`${text} ends`);
        },
      ],
    ]);
    for (const text of ['a', 'b']) await api.add(note, { text }, { queue: 'q' });
    await expect.poll(() => steps, { timeout: 5000 }).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('is committed with the statement that adds it, or not at all', async () => {
    const done: string[] = [];
    await server([[note, async ({ text }) => void done.push(text)]]);
    const add = (text: string) => `select stm_chat_jobs.add_job('note', '{"text":"${text}"}'::json)`;
    await expect(
      test.database.realtime.query(`do $$ begin perform 1 / 0 from (${add('lost')}) j; end $$`),
    ).rejects.toThrow('division by zero');
    await test.database.realtime.query(add('kept'));
    await expect.poll(() => done, { timeout: 5000 }).toEqual(['kept']);
    expect(await jobs()).toEqual([]);
  });
});

describe('a job that fails', () => {
  it('[OP5] is tried again after a pause that grows, left for dead in the end, and can be revived or discarded', async () => {
    const counted: string[] = [];
    const metrics: Metrics = {
      ...noMetrics,
      count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(' ')}`),
    };
    let healed = false;
    const handler: JobHandler<Note> = async ({ text }, { attempt }) => {
      if (!healed) throw new Error(`${text} ${attempt}`);
    };
    const { jobs: api } = await server([[fragile, handler]], { metrics });
    await api.add(fragile, { text: 'no' });
    await api.add(fragile, { text: 'nor' });
    await expect
      .poll(async () => (await jobs()).map(({ attempts, due_in }) => [attempts, due_in > 1]))
      .toEqual([
        [1, true],
        [1, true],
      ]);
    expect(await api.listDead(10)).toEqual([]);
    await makeDue();
    await expect.poll(() => api.listDead(10), { timeout: 5000 }).toHaveLength(2);
    const [, dead] = await api.listDead(10);
    const [other] = await api.listDead(1);
    expect(dead).toEqual({
      id: expect.any(Number),
      task: 'fragile',
      attempts: 2,
      error: expect.stringMatching(/^nor? 2$/),
      addedAt: expect.any(Date),
      failedAt: expect.any(Date),
    });
    expect(counted.toSorted()).toEqual([
      'chat_jobs_total fragile dead',
      'chat_jobs_total fragile dead',
      'chat_jobs_total fragile failed',
      'chat_jobs_total fragile failed',
    ]);
    healed = true;
    expect([await api.revive(dead?.id ?? 0), await api.revive(999_999)]).toEqual([true, false]);
    await expect.poll(() => api.listDead(10), { timeout: 5000 }).toHaveLength(1);
    expect([await api.discard(other?.id ?? 0), await api.discard(999_999)]).toEqual([true, false]);
    await expect.poll(jobs, { timeout: 5000 }).toEqual([]);
    expect(counted).toContain('chat_jobs_total fragile done');
  });
});

describe('a server', () => {
  it('[OP5] does what was added while no worker ran', async () => {
    const { jobs: api, stop } = await server();
    await api.add(note, { text: 'left over' });
    await stop();
    const done: string[] = [];
    await server([[note, async ({ text }) => void done.push(text)]]);
    await expect.poll(() => done, { timeout: 5000 }).toEqual(['left over']);
  });

  it('and another one do each job once', async () => {
    const done: string[] = [];
    const handler: JobHandler<Note> = async ({ text }) => void done.push(text);
    const { jobs: api } = await server([[note, handler]]);
    await server([[note, handler]]);
    const texts = Array.from({ length: 60 }, (_, index) => String(index));
    await Promise.all(texts.map((text) => api.add(note, { text })));
    await expect.poll(jobs, { timeout: 10_000 }).toEqual([]);
    expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(texts);
  });

  it('that stops waits for the job that runs', async () => {
    let begun = false;
    let ended = false;
    const { jobs: api, stop } = await server([
      [
        note,
        async () => {
          begun = true;
          await test.database.pooled.query('select pg_sleep(0.2)');
          ended = true;
        },
      ],
    ]);
    await api.add(note, { text: '' });
    await expect.poll(() => begun, { timeout: 5000 }).toBe(true);
    await stop();
    expect(ended).toBe(true);
    expect(await jobs()).toEqual([]);
  });

  it('[OP3][OP5] that stops leaves a job that does not end behind, for another try', async () => {
    const time = testClock();
    let aborted = false;
    const endless: JobHandler<Note> = (_, { signal }) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    };
    const { jobs: api, stop } = await server([[note, endless]], { clock: time });
    await api.add(note, { text: 'endless' });
    await expect.poll(lockedJobs, { timeout: 5000 }).toHaveLength(1);
    let stopped = false;
    const stopping = stop().then(() => (stopped = true));
    await expect.poll(() => aborted, { timeout: 8000 }).toBe(true);
    expect(stopped).toBe(false);
    time.advance(10_000);
    await stopping;
    expect(await jobs()).toEqual([{ task: 'note', attempts: 1, due_in: expect.any(Number) }]);
    expect(await lockedJobs()).toEqual([]);
  });

  it('[OP5] that is killed leaves its job to others', async () => {
    const time = testClock();
    let looks = 0;
    // The next look is set when one has ended.
    const clock: Clock = { ...time, after: (ms, action) => ((looks += 1), time.after(ms, action)) };
    const done: number[] = [];
    const child = startChild(new URL('testing/job-child.ts', import.meta.url), { DATABASE_URL: test.url });
    await child.says('ready');
    await (await server()).jobs.add(note, { text: 'half done' });
    await child.says('begun');
    await server([[note, async (_, { attempt }) => void done.push(attempt)]], { clock });
    // The child lives: its job stays its own.
    for (const look of [1, 2, 3]) {
      await expect.poll(() => looks).toBe(look);
      time.advance(5000);
    }
    await expect.poll(() => looks).toBe(4);
    expect((await lockedJobs()).length).toBe(1);
    await child.kill('SIGKILL');
    await expectAfterLooks(time, () => done, [2]);
  });

  it('[OP5] that is killed in a job that has a successor under its key leaves that one alone', async () => {
    const time = testClock();
    const child = startChild(new URL('testing/job-child.ts', import.meta.url), { DATABASE_URL: test.url });
    await child.says('ready');
    const { jobs: api } = await server();
    await api.add(note, { text: 'half done' }, { key: 'k' });
    await child.says('begun');
    await api.add(note, { text: 'the next' }, { key: 'k', at: new Date(Date.now() + 3_600_000) });
    await child.kill('SIGKILL');
    await server([[fragile, () => Promise.resolve()]], { clock: time });
    await expectAfterLooks(time, async () => (await jobs()).map(({ attempts }) => attempts), [0]);
    expect(await api.listDead(10)).toEqual([]);
  });

  it('[OP5] that never got the answer with its job gets it again, and a job that it runs stays its own', async () => {
    const time = testClock();
    const done: string[] = [];
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const handler: JobHandler<Note> = async ({ text }, { attempt }) => {
      done.push(`${text} ${attempt}`);
      if (text === 'long') await ended;
    };
    const { jobs: api } = await server([[note, handler]], { clock: time });
    await api.add(note, { text: 'long' });
    await expect.poll(() => done).toEqual(['long 1']);
    // Locked for this worker, as the library does it when it asks for one, whose answer nobody heard.
    await test.database.pooled.query(
      `with long as (select locked_by, task_id from stm_chat_jobs._private_jobs)
       insert into stm_chat_jobs._private_jobs (task_id, payload, attempts, locked_at, locked_by)
       select task_id, '{"text":"lost"}', 1, now(), locked_by from long`,
    );
    await expectAfterLooks(time, () => done, ['long 1', 'lost 1']);
    end();
    await expect.poll(lockedJobs).toEqual([]);
    expect(done).toEqual(['long 1', 'lost 1']);
  });

  it('may start together with others on a new database', async () => {
    await test.database.pooled.query('drop schema stm_chat_jobs cascade');
    const done: string[] = [];
    const handler: JobHandler<Note> = async ({ text }) => void done.push(text);
    const [{ jobs: api }] = await Promise.all([server([[note, handler]]), server([[note, handler]]), server()]);
    await api.add(note, { text: 'x' });
    await expect.poll(() => done, { timeout: 5000 }).toEqual(['x']);
  });

  it('refuses a second handler, and one that comes too late', async () => {
    const { jobs: api } = await server();
    expect(() => api.handle(note, () => Promise.resolve())).toThrow('after the workers');
    const fresh = new JobsPort(test.database, systemClock, silentLogger, noMetrics, JOBS);
    fresh.handle(note, () => Promise.resolve());
    expect(() => fresh.handle(note, () => Promise.resolve())).toThrow('two handlers');
  });
});
