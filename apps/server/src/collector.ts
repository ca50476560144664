import v8 from 'node:v8';

/**
 * Has V8 begin large rounds of the collector seldom, for this process, from now on. Each takes both of two cores for some
 * fifty milliseconds, in which messages wait: docs/performance.md says how often.
 *
 * V8 watches where objects are made; those of a place of which nearly all outlive a small round it makes in old memory
 * from then on (`--allocation-site-pretenuring`). All that belongs to a message under way does, and is garbage some milliseconds
 * later: old garbage, that keeps what it refers to until the next large round. So every object is made young.
 *
 * And it begins a large round when old memory has grown by a part of what lives, which it chooses by how fast old memory fills. In a
 * server that is a tenth: little gets old, and after some seconds with nothing to do it tightens the bound further. Then
 * a burst after a pause meets a round every two seconds. So old memory may double (`--heap-growing-percent`), within the
 * bounds of the process: near these V8 comes sooner in any case.
 *
 * Called before there is load. V8 asks the flags whenever it decides; a version that has one of them no more says so on stderr, and goes on.
 */
export function haveLargeRoundsSeldom(): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
  v8.setFlagsFromString('--heap-growing-percent=100');
}
