import { startDatabase } from '../database/start-database.js';
import { messageOf, operatorConfig, type Operator, quietLogger } from './operator.js';
import type { PasswordSource } from './password-input.js';
import { parseUserCommand, USAGE, UsageError } from './user-arguments.js';
import { runUserCommand } from './user-commands.js';

export interface Terminal extends Operator {
  readonly passwords: PasswordSource;
}

/** @returns the exit code: 0, 1 when it could not be done, 2 when the command line cannot be understood */
export async function userProgram(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const command = parseUserCommand(args);
    if (command.kind === 'help') {
      terminal.say(USAGE);
      return 0;
    }
    const { database, stop } = await startDatabase(operatorConfig(terminal.env), quietLogger(terminal.complain));
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
