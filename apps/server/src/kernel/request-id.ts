import { randomBytes } from 'node:crypto';

/** What a proxy or a host platform may call a request: no room in it for an address, a token with dots, or a text. */
const GIVEN = /^[A-Za-z0-9_-]{8,64}$/;

const ofThisProcess = randomBytes(6).toString('hex');
let calls = 0;

/** A name for one call, by which its lines in the log are found. Cheap, since every event of every socket gets one. */
export function nextRequestId(): string {
  calls += 1;
  return `${ofThisProcess}-${calls.toString(36)}`;
}

/** The name that came with a request, else a new one. */
export function requestIdOf(given: unknown): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : nextRequestId();
}
