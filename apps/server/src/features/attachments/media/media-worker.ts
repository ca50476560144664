import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../kernel/clock.js';
import type { Inspection, Verdict } from './verdict.js';

/** What one file may cost; an honest one takes a tenth of it. */
export interface FileLimits {
  /** Of the processor: the same on a machine that has others at work. */
  readonly cpuMs: number;
  /** Without a word from the program, which says twice a second that it is at work: it hangs. */
  readonly silentMs: number;
  readonly wholeMs: number;
}

const LIMITS: FileLimits = { cpuMs: 30_000, silentMs: 30_000, wholeMs: 300_000 };
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
type Told = Answer | { readonly usedMs: number };

/** The one process of this server that opens files, and whoever waits for it: one file at a time. */
export class MediaWorker {
  #child: ChildProcess | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #cancelIdle: (() => void) | null = null;
  #stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly limits = LIMITS,
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
      const { cpuMs, silentMs, wholeMs } = this.limits;
      const kill = (): void => void child.kill('SIGKILL');
      const cancelWhole = this.clock.after(wholeMs, kill);
      let cancelSilent = this.clock.after(silentMs, kill);
      const done = (): void => {
        cancelWhole();
        cancelSilent();
        child.off('message', told);
        child.off('exit', died);
      };
      const told = (word: Told): void => {
        if ('usedMs' in word) {
          cancelSilent();
          cancelSilent = this.clock.after(silentMs, kill);
          if (word.usedMs > cpuMs) kill();
          return;
        }
        done();
        resolve(word);
      };
      const died = (): void => {
        done();
        reject(
          this.#stopped ? new Error('the server is stopping') : new MediaFault('the media program died of a file'),
        );
      };
      child.on('message', told);
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
