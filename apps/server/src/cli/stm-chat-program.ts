import { parseArgs } from 'node:util';
import { backup, restore } from './backup-commands.js';
import { messageOf, type Operator } from './operator.js';
import { verifyAudit } from './verify-audit.js';

export const USAGE = `Usage: npm run stm-chat -- COMMAND

  backup FOLDER [--no-files]
                          writes everything that is committed into a new folder; the server may run meanwhile
  restore FOLDER [--replace] [--no-files]
                          makes an empty database what it was then; with --replace what is in it is lost.
                          Stop every server first. Clients see by the new epoch that they have to ask anew
  verify-audit [--seal HASH]
                          whether the audit is what was sealed, and the seal whose hash was written down is there

The database is the server's: DATABASE_URL and DIRECT_URL, else the built-in one in DATA_DIR.
`;

interface Words {
  readonly command: string | undefined;
  readonly rest: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly seals: readonly string[];
}

/** @returns the exit code: 0, 1 when it could not be done or something is wrong, 2 when it cannot be understood */
export async function stmChatProgram(args: readonly string[], operator: Operator): Promise<0 | 1 | 2> {
  let words: Words;
  try {
    words = parsed(args);
  } catch (error) {
    return misunderstood(operator, messageOf(error));
  }
  const { command, rest, flags, seals } = words;
  if (command === undefined || command === 'help' || flags.has('help')) {
    operator.say(USAGE);
    return 0;
  }
  const run = COMMANDS[command];
  if (run === undefined) return misunderstood(operator, `There is no command ${command}.`);
  if (rest.length !== run.words) {
    return misunderstood(
      operator,
      run.words === 0 ? `${command} takes no ${rest[0]}.` : `${command} takes one folder.`,
    );
  }
  try {
    return (await run.do(operator, rest[0] ?? '', flags, seals)) ? 0 : 1;
  } catch (error) {
    operator.complain(messageOf(error));
    return 1;
  }
}

interface Command {
  /** How many words come after it. */
  readonly words: 0 | 1;
  readonly do: (
    operator: Operator,
    word: string,
    flags: ReadonlySet<string>,
    seals: readonly string[],
  ) => Promise<boolean>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  backup: { words: 1, do: backup },
  restore: { words: 1, do: restore },
  'verify-audit': { words: 0, do: (operator, _word, _flags, seals) => verifyAudit(operator, seals) },
};

function parsed(args: readonly string[]): Words {
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { ...flag, short: 'h' },
      replace: flag,
      'no-files': flag,
      seal: { type: 'string', multiple: true },
    },
  });
  const [command, ...rest] = positionals;
  return { command, rest, flags: new Set(Object.keys(values)), seals: values.seal ?? [] };
}

function misunderstood({ complain }: Operator, why: string): 2 {
  complain(why);
  complain('See npm run stm-chat -- help');
  return 2;
}
