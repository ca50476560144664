import { randomBytes } from 'node:crypto';
import { ConfigError, readConfig } from '../config/read-config.js';
import { startDatabase } from '../database/start-database.js';
import { CommandError } from '../kernel/errors.js';
import type { Logger } from '../kernel/logger.js';
import type { PasswordSource } from './password-input.js';
import { parseUserCommand, USAGE, UsageError } from './user-arguments.js';
import { runUserCommand } from './user-commands.js';

export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly passwords: PasswordSource;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** @returns the exit code: 0, 1 when it could not be done, 2 when the command line cannot be understood */
export async function userProgram(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const command = parseUserCommand(args);
    if (command.kind === 'help') {
      terminal.say(USAGE);
      return 0;
    }
    // Nothing is signed here: the operator's shell need not have the server's secret.
    const config = readConfig({ ...terminal.env, JWT_SECRET: randomBytes(48).toString('base64') });
    const { database, stop } = await startDatabase(config, quietLogger(terminal.complain));
    try {
      await runUserCommand(command, { ...terminal, database });
    } finally {
      await stop();
    }
    return 0;
  } catch (error) {
    terminal.complain(messageOf(error));
    if (error instanceof UsageError) terminal.complain('See npm run user -- help');
    return error instanceof UsageError ? 2 : 1;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof CommandError && error.cause instanceof Error) return `${error.message} (${error.cause.message})`;
  if (error instanceof ConfigError || error instanceof Error) return error.message;
  return String(error);
}

function quietLogger(complain: (line: string) => void): Logger {
  const tell = (_fields: object, message: string): void => complain(message);
  return { debug: () => undefined, info: () => undefined, warn: tell, error: tell };
}
