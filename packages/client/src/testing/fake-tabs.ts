import type { Locks } from '../tabs/locks.js';

interface Request {
  readonly callback: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The browser's Web Locks, as far as the SDK uses them: one queue per name, `steal`, and `signal`. */
export class FakeLocks {
  private readonly queues = new Map<string, { held?: Request; waiting: Request[] }>();

  readonly request = ((name: string, second: unknown, third?: unknown): Promise<unknown> => {
    const options = (typeof second === 'function' ? {} : second) as LockOptions;
    const callback = (typeof second === 'function' ? second : third) as () => unknown;
    return new Promise((resolve, reject) => {
      const request = { callback, resolve, reject };
      const queue = this.queues.get(name) ?? { waiting: [] };
      this.queues.set(name, queue);
      options.signal?.addEventListener('abort', () => {
        if (!queue.waiting.includes(request)) return;
        queue.waiting = queue.waiting.filter((other) => other !== request);
        reject(new DOMException('left the queue', 'AbortError'));
      });
      if (options.steal === true) {
        const { held } = queue;
        this.grant(name, request);
        // Browsers tell the one that lost it when they get to it, also after the other one has it.
        setImmediate(() => held?.reject(new DOMException('stolen', 'AbortError')));
      } else {
        queue.waiting.push(request);
        this.next(name);
      }
    });
  }) as Locks['request'];

  private next(name: string): void {
    const queue = this.queues.get(name);
    if (queue === undefined || queue.held !== undefined) return;
    const request = queue.waiting.shift();
    if (request !== undefined) this.grant(name, request);
  }

  private grant(name: string, request: Request): void {
    const queue = this.queues.get(name);
    if (queue === undefined) return;
    queue.held = request;
    void Promise.resolve()
      .then(() => request.callback())
      .then(request.resolve, request.reject)
      .then(() => {
        if (queue.held !== request) return;
        delete queue.held;
        this.next(name);
      });
  }
}

/** Storage that several tabs share, each with a handle of its own that dies with its tab. */
export class FakeDisk {
  readonly values = new Map<string, string>();

  /** How many values have a key that begins so. */
  count(prefix: string): number {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix)).length;
  }
  private readonly name = `disk ${Math.random()}`;

  /** `mayRun` is asked before each step: false, and the tab is dead from here on. */
  open(mayRun: () => boolean = () => true) {
    const step = async <T>(task: () => T): Promise<T> => {
      await Promise.resolve();
      if (!mayRun()) return new Promise<T>(() => undefined);
      const result = task();
      if (!mayRun()) return new Promise<T>(() => undefined);
      return result;
    };
    return {
      sharedName: this.name,
      get: (key: string) => step(() => parse(this.values.get(key))),
      set: (key: string, value: unknown) => step(() => void this.values.set(key, JSON.stringify(value))),
      delete: (key: string) => step(() => void this.values.delete(key)),
      entries: (prefix: string) =>
        step(() =>
          [...this.values]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => [key, parse(value)] as const),
        ),
    };
  }
}

function parse(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
