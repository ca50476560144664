/** Ends a server with the npm that started it, which no signal can do when npm was killed with -9. */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

const checkEveryMs = 300;

/**
 * @param {number} pid
 * @returns {{ name: string, parent: number } | undefined} where the system does not tell (it is gone, or no Linux)
 */
function lookUp(pid) {
  try {
    const [, name = '', parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/**
 * The processes above this one, up to npm. npm runs a script through a shell; Debian's stays in between, gets the
 * signals that npm passes on and dies of them without telling anybody.
 */
function ancestors() {
  const parent = lookUp(process.ppid);
  const shell = parent && /^(?:sh|dash|ash|bash)$/.test(parent.name);
  return shell ? [process.ppid, parent.parent] : [process.ppid];
}

/**
 * Sends this process a SIGTERM when the npm that started it is gone. Does nothing where npm did not start it: under a
 * supervisor, a parent that goes away means nothing.
 */
export function endWithNpm() {
  if (!process.env['npm_lifecycle_event']) return;
  const before = ancestors().join();
  const timer = setInterval(() => {
    if (ancestors().join() !== before) process.kill(process.pid, 'SIGTERM');
  }, checkEveryMs);
  timer.unref();
  // Whoever was told to end is told once: servers take a second signal for impatience.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      clearInterval(timer);
      if (process.listenerCount(signal) === 0) process.exit(128 + constants.signals[signal]); // nobody else does
    });
  }
}
