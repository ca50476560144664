import { parseArgs } from 'node:util';
import { backup, restore } from './backup-commands.js';
import { doctor } from './doctor/doctor.js';
import { messageOf, type Operator } from './operator.js';
import { selfCheck } from './self-check.js';
import { verifyAudit } from './verify-audit.js';

const USAGE = `Usage: npm run stm-chat -- COMMAND

  backup FOLDER [--no-files]
                          writes everything that is committed into a new folder; the server may run meanwhile
  restore FOLDER [--replace] [--no-files]
                          makes an empty database what it was then; with --replace what is in it is lost.
                          Stop every server first. Clients see by the new epoch that they have to ask anew
  doctor [--url URL]      finds what is misconfigured and says how to mend it, with the server's own environment;
                          with --url also as browsers find it, through the proxy
  self-check --url URL [--url URL]
                          two people of its own write to each other, each at one of the servers, and it says how long
                          that took; for a monitor that asks every few minutes
  verify-audit [--seal HASH]
                          whether the audit is what was sealed, and the seal whose hash was written down is there

The database is the server's: DATABASE_URL and DIRECT_URL, else the built-in one in DATA_DIR.
`;

interface Words {
  readonly command: string | undefined;
  readonly rest: readonly string[];
  readonly options: Options;
}

/** @returns the exit code: 0, 1 when it could not be done or something is wrong, 2 when it cannot be understood */
export async function stmChatProgram(args: readonly string[], operator: Operator): Promise<0 | 1 | 2> {
  let words: Words;
  try {
    words = parsed(args);
  } catch (error) {
    return misunderstood(operator, messageOf(error));
  }
  const { command, rest, options } = words;
  if (command === undefined || command === 'help' || options.help) {
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
    return (await run.do(operator, rest[0] ?? '', options)) ? 0 : 1;
  } catch (error) {
    operator.complain(messageOf(error));
    return 1;
  }
}

interface Options {
  readonly help: boolean;
  readonly replace: boolean;
  readonly withFiles: boolean;
  readonly seals: readonly string[];
  readonly urls: readonly string[];
}

interface Command {
  /** How many words come after it. */
  readonly words: 0 | 1;
  readonly do: (operator: Operator, word: string, options: Options) => Promise<boolean>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  backup: { words: 1, do: backup },
  restore: { words: 1, do: restore },
  doctor: { words: 0, do: (operator, _, { urls }) => doctor(operator, urls[0] ?? null) },
  'self-check': { words: 0, do: (operator, _, { urls }) => selfCheck(operator, urls) },
  'verify-audit': { words: 0, do: (operator, _, { seals }) => verifyAudit(operator, seals) },
};

function parsed(args: readonly string[]): Words {
  const flag = { type: 'boolean', default: false } as const;
  const texts = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { ...flag, short: 'h' }, replace: flag, 'no-files': flag, seal: texts, url: texts },
  });
  const [command, ...rest] = positionals;
  const { help, replace, seal, url } = values;
  return { command, rest, options: { help, replace, withFiles: !values['no-files'], seals: seal, urls: url } };
}

function misunderstood({ complain }: Operator, why: string): 2 {
  complain(why);
  complain('See npm run stm-chat -- help');
  return 2;
}
