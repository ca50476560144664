import type { ErrorCode } from '@stm-chat/protocol';
import type { Contract, InputOf } from '@stm-chat/protocol/schemas';
import type { z } from 'zod';
import { CommandError } from './errors.js';

/**
 * Parses what came over either door.
 * @throws CommandError `invalid_payload` (or the code that the schema names) with the path of the first wrong field
 */
export function parseInput<C extends Contract>(contract: C, input: unknown): InputOf<C> {
  const parsed = contract.input.safeParse(input ?? {});
  if (parsed.success) return parsed.data as InputOf<C>;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw new CommandError('invalid_payload', 'payload: is not valid');
  throw new CommandError(codeOf(issue), describe(issue, input));
}

function codeOf(issue: z.core.$ZodIssue): ErrorCode {
  const params: unknown = issue.code === 'custom' ? issue.params : undefined;
  if (typeof params === 'object' && params !== null && 'code' in params && params.code === 'payload_too_large') {
    return 'payload_too_large';
  }
  return 'invalid_payload';
}

/** Never repeats the value itself: it may be secret, huge or hostile. */
function describe(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === 'unrecognized_keys') return `${name(issue.path, issue.keys[0])}: is not a known field`;
  if (issue.path.length === 0 && (typeof input !== 'object' || input === null || Array.isArray(input))) {
    return 'payload: must be an object';
  }
  if (issue.code === 'invalid_type') {
    const missing = valueAt(input, issue.path) === undefined;
    return `${name(issue.path)}: ${missing ? 'is missing' : `must be of type ${issue.expected}`}`;
  }
  return `${name(issue.path)}: ${issue.message}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function name(path: readonly PropertyKey[], last?: string): string {
  const parts = [...path, ...(last === undefined ? [] : [last])].map((part) => String(part).slice(0, 40));
  return parts.length === 0 ? 'payload' : parts.join('.');
}
