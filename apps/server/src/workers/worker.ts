import type { Siblings } from '../realtime/sticky-sessions.js';
import { type FromWorker, relayPath, toWorker, workerPath } from './worker-words.js';

/** What a worker needs to know beside the configuration. */
export interface WorkerPlace {
  readonly siblings: Siblings;
  readonly relayPath: string;
}

/** Waits for the first process to say which worker this is. */
export function placeOfWorker(): Promise<WorkerPlace> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      const words = toWorker.safeParse(message);
      if (!words.success || words.data.kind !== 'begin') return;
      process.off('message', listen);
      const { index, folder } = words.data;
      const socketOf = (sibling: number) => workerPath(folder, sibling);
      resolve({ siblings: { index, socketOf }, relayPath: relayPath(folder) });
    };
    process.on('message', listen);
    tell({ kind: 'here' });
  });
}

/** Tells the first process that this one listens. */
export function tellListening(lines: readonly string[]): void {
  tell({ kind: 'listening', lines: [...lines] });
}

function tell(words: FromWorker): void {
  process.send?.(words);
}

/** Told once when this worker is to end: the first process says so, or is no more. */
export function onWorkerDrain(drain: () => void): void {
  let told = false;
  const once = (): void => {
    if (told) return;
    told = true;
    drain();
  };
  process.on('message', (message: unknown) => {
    const words = toWorker.safeParse(message);
    if (words.success && words.data.kind === 'drain') once();
  });
  process.on('disconnect', once);
  process.on('SIGTERM', once);
  // A terminal interrupts all processes of a group: the first one says what is to happen.
  process.on('SIGINT', () => undefined);
}
