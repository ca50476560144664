import v8 from 'node:v8';

/**
 * Has V8 make every object in young memory, for this process, from now on.
 *
 * V8 watches where objects are made; those of a place of which nearly all outlive a small round of the collector it makes
 * in old memory from then on (`--allocation-site-pretenuring`). All that belongs to a message under way does, and is
 * garbage some milliseconds later: old garbage, that keeps what it refers to until the next large round. Each large
 * round takes both of two cores for tens of milliseconds, in which messages wait: docs/performance.md says how often.
 *
 * Called before there is load. V8 asks the flag whenever it decides; a version without it does nothing.
 */
export function makeObjectsYoung(): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
}
