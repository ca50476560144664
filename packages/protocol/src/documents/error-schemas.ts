import { z } from 'zod';
import type { Contract } from '../contract.js';
import { ERROR_STATUS, type ErrorCode } from '../errors.js';

const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

const fields = {
  code: z.enum(ERROR_CODES),
  message: z.string().describe('for people; names the field when a field is at fault'),
  retry_after_ms: z.int().min(0).optional().describe('milliseconds after which the same call may succeed'),
  request_id: z.string().optional().describe('of `internal`: with it the operator finds in the log what went wrong'),
};

/** What a failed acknowledgement carries. */
export const wireErrorSchema = z.object(fields).meta({ id: 'WireError' });

/** What a failed request answers, as `application/problem+json` (RFC 9457). */
export const problemSchema = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), ...fields })
  .meta({ id: 'Problem' });

/** Every code with which a call over one door may fail: what the contract names, and what any such call can meet. */
export function possibleErrors({ spec, errors, limit }: Contract, door: 'rest' | 'socket'): ErrorCode[] {
  const codes = new Set<ErrorCode>(['invalid_payload', 'unavailable', 'internal', ...errors]);
  if (limit !== undefined || door === 'socket') codes.add('rate_limited');
  if (door === 'rest') {
    codes.add('forbidden'); // a foreign origin, or somebody else's kind of token
    if (spec.rest?.method !== 'GET') codes.add('payload_too_large');
    if (spec.audience !== 'anyone') codes.add('unauthorized').add('token_expired');
  }
  return ERROR_CODES.filter((code) => codes.has(code));
}
