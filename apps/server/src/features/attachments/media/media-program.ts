import { inspectFile } from './inspect-file.js';
import type { Inspection } from './verdict.js';

/**
 * The program that opens what strangers send, in a process of its own: a decoder that crashes or never ends takes nothing
 * else with it. It gets one file after the other, and ends with the process that started it.
 */
process.on('message', (inspection: Inspection) => {
  inspectFile(inspection).then(
    (verdict) => process.send?.({ verdict }),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
