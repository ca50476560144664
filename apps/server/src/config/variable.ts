import { z } from 'zod';

/**
 * One environment variable: what the README's table says about it, and how its text becomes a value.
 * An empty text counts as unset, because compose files and hosting dashboards cannot say "unset" otherwise.
 */
export interface Variable<T> {
  /** The form of the value, for people. */
  readonly type: string;
  /** What is used when it is not set, as the table shows it; '' when there is none. */
  readonly default: string;
  /** One sentence. */
  readonly description: string;
  readonly schema: z.ZodType<T, string | undefined>;
}

/** The values that a record of variables parses into, under the variables' own names. */
export type ValuesOf<V extends Record<string, Variable<unknown>>> = {
  readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never;
};

interface Description {
  readonly description: string;
  /** For the table, when the default is not a plain value. */
  readonly defaultText?: string;
}

/**
 * A variable with a default: the default is parsed like any value.
 * @param read turns the text into the value, or throws an Error whose message says what the value should look like
 */
export function withDefault<T>(
  type: string,
  fallback: string,
  read: (text: string) => T,
  about: Description,
): Variable<T> {
  return {
    type,
    default: about.defaultText ?? fallback,
    description: about.description,
    schema: z.string().default(fallback).transform(reading(read)),
  };
}

/** A variable that may be absent: then its value is `null`. */
export function optional<T>(type: string, read: (text: string) => T, about: Description): Variable<T | null> {
  return {
    type,
    default: about.defaultText ?? '',
    description: about.description,
    schema: z
      .string()
      .optional()
      .transform((text, context) => (text === undefined ? null : reading(read)(text, context))),
  };
}

function reading<T>(read: (text: string) => T) {
  return (text: string, context: z.RefinementCtx<unknown>): T => {
    try {
      return read(text.trim());
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  };
}
