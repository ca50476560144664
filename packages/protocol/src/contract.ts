import type { z } from 'zod';
import type { ErrorCode } from './errors.js';
import { COMMANDS, type CommandName, type CommandSpec } from './names.js';

/** One command, declared once: both doors, the SDK's types and the documents are made from it. */
export interface Contract<
  Name extends CommandName = CommandName,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  readonly spec: CommandSpec;
  /** One sentence for the documents. */
  readonly summary: string;
  readonly input: Input;
  /** The bare object that REST answers and that an acknowledgement carries under `spec.ack`. */
  readonly output: Output;
  /** Codes beside those that every command can meet (`invalid_payload`, `unauthorized`, `rate_limited`, …). */
  readonly errors: readonly ErrorCode[];
  /** The politeness limit that one call spends, checked after everything else. */
  readonly limit?: LimitName;
  /** Calls of one user in one chat are admitted in the order in which they came. */
  readonly ordered?: boolean;
}

export type LimitName = 'send' | 'new_chats' | 'search' | 'disputes' | 'evidence' | 'export';

/** Declares the command `name` of the table in `names.ts`. */
export function contract<Name extends CommandName, Input extends z.ZodType, Output extends z.ZodType>(
  name: Name,
  declaration: Omit<Contract<Name, Input, Output>, 'name' | 'spec'>,
): Contract<Name, Input, Output> {
  return { name, spec: COMMANDS[name], ...declaration };
}

export type InputOf<C extends Contract> = z.output<C['input']>;
export type OutputOf<C extends Contract> = z.input<C['output']>;
