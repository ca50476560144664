import { randomBytes } from 'node:crypto';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read-config.js';
import { CommandError } from '../kernel/errors.js';
import type { Logger } from '../kernel/logger.js';

/** The operator's terminal, as the programs of the command line see it. */
export interface Operator {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** The server's configuration, by the operator's environment. Nothing is signed here, so its secret need not be there. */
export function operatorConfig(env: NodeJS.ProcessEnv): Config {
  return readConfig({ ...env, JWT_SECRET: randomBytes(48).toString('base64') });
}

export function quietLogger(complain: (line: string) => void): Logger {
  const tell = (_fields: object, message: string): void => complain(message);
  return { debug: () => undefined, info: () => undefined, warn: tell, error: tell };
}

/** What the operator reads of something that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof CommandError && error.cause instanceof Error) return `${error.message} (${error.cause.message})`;
  return error instanceof Error ? error.message : String(error);
}
