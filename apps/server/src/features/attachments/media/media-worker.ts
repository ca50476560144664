import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../kernel/clock.js';
import type { Inspection, Verdict } from './verdict.js';

/** For one file; an honest one takes a tenth of it. */
const TIME_MS = 30_000;
/** Nothing to do for so long: the process goes, and its memory with it. */
const IDLE_MS = 60_000;
const HEAP_MIB = 192;

// From the sources the program needs whoever runs those (tests do); from the build it is a file like any other.
const fromSources = import.meta.url.endsWith('.ts');
const PROGRAM = new URL(fromSources ? './media-program.ts' : './media-program.js', import.meta.url);
const RUN_SOURCE = new URL('../../../testing/run-source.mjs', import.meta.url);

/** The program died, or took too long, over this very file. */
export class MediaFault extends Error {}

type Answer = { readonly verdict: Verdict } | { readonly failed: string };

/** The one process of this server that opens files, and whoever waits for it: one file at a time. */
export class MediaWorker {
  #child: ChildProcess | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #cancelIdle: (() => void) | null = null;
  #stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly timeMs = TIME_MS,
  ) {}

  /** @throws MediaFault when the program died of the file */
  inspect(inspection: Inspection): Promise<Verdict> {
    const turn = this.#queue.then(() => this.#run(inspection));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelIdle?.();
    this.#child?.kill('SIGKILL');
  }

  async #run(inspection: Inspection): Promise<Verdict> {
    if (this.#stopped) throw new Error('the server is stopping');
    this.#cancelIdle?.();
    const child = (this.#child ??= await this.#start());
    try {
      const answer = await this.#ask(child, inspection);
      if ('failed' in answer) throw new Error(`a file could not be looked at: ${answer.failed}`);
      return answer.verdict;
    } finally {
      this.#cancelIdle = this.clock.after(IDLE_MS, () => this.#child?.kill('SIGKILL'));
    }
  }

  #ask(child: ChildProcess, inspection: Inspection): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(this.timeMs, () => child.kill('SIGKILL'));
      const done = (): void => {
        cancel();
        child.off('message', answered);
        child.off('exit', died);
      };
      const answered = (answer: Answer): void => {
        done();
        resolve(answer);
      };
      const died = (): void => {
        done();
        reject(
          this.#stopped ? new Error('the server is stopping') : new MediaFault('the media program died of a file'),
        );
      };
      child.once('message', answered);
      child.once('exit', died);
      child.send(inspection);
    });
  }

  #start(): Promise<ChildProcess> {
    const program = fileURLToPath(PROGRAM);
    const [file, args] = fromSources ? [fileURLToPath(RUN_SOURCE), [program]] : [program, []];
    const child = fork(file, args, {
      // Nothing of the server's environment: there are secrets in it.
      env: {},
      execArgv: [`--max-old-space-size=${HEAP_MIB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'json',
    });
    child.unref();
    child.channel?.unref();
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve(child));
      child.once('exit', () => reject(new Error('the media program did not start')));
      child.once('error', reject);
    });
  }
}
