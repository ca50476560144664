import { inspectFile } from './inspect-file.js';
import type { Inspection } from './verdict.js';

/** How often it says that it is still at work, and with how much of the processor. */
const TELL_MS = 500;

/**
 * The program that opens what strangers send, in a process of its own: a decoder that crashes or never ends takes nothing
 * else with it. It gets one file after the other, and ends with the process that started it.
 */
process.on('message', (inspection: Inspection) => {
  const before = process.cpuUsage();
  const telling = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ usedMs: (user + system) / 1000 });
  }, TELL_MS);
  const answer = (whatever: object): void => {
    clearInterval(telling);
    process.send?.(whatever);
  };
  inspectFile(inspection).then(
    (verdict) => answer({ verdict }),
    (error: unknown) => answer({ failed: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
