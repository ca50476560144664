/*
 * Loaded into a server before anything else (`--import`, with `--expose-gc`) when its memory is measured: on SIGUSR2 it
 * collects its garbage and writes down how many bytes live, to the file that LIVE_MEMORY_FILE names.
 */
import { renameSync, writeFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const file = process.env['LIVE_MEMORY_FILE'] ?? '';
  // Renamed, so that nobody reads half of it.
  writeFileSync(`${file}.part`, String(heapUsed + external));
  renameSync(`${file}.part`, file);
});
