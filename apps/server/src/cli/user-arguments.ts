import { parseArgs } from 'node:util';
import { type Role, USER_ID_MAX } from '@stm-chat/protocol';
import { emailField, lineField, localeField, roleField } from '@stm-chat/protocol/schemas';
import type { z } from 'zod';

/** Whom a command is about: a number, or an e-mail address. */
export type Who = { readonly id: number } | { readonly email: string };

export type UserCommand =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'add';
      readonly email: string;
      readonly name: string;
      readonly role: Role;
      readonly region: string | null;
      readonly language: string | null;
      readonly generate: boolean;
    }
  | { readonly kind: 'password'; readonly who: Who; readonly generate: boolean }
  | { readonly kind: 'disable' | 'enable'; readonly who: Who }
  | { readonly kind: 'language'; readonly who: Who; readonly language: string }
  | { readonly kind: 'list'; readonly role: Role | null };

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run user -- COMMAND

  add --email E-MAIL --role ROLE [--name NAME] [--region REGION] [--language LANGUAGE] [--generate]
                          makes an account; ROLE is customer, provider, lsm or admin
  password WHO [--generate]
                          sets another password, and ends all sessions
  language WHO LANGUAGE   in which language mails and pushes are written to somebody, such as es or ar-EG
  disable WHO             shuts somebody out: every token is refused, connections close
  enable WHO              lets them in again
  list [--role ROLE]      everybody who is known

WHO is an e-mail address or a number. A password is asked for at a terminal, else it is the first line of the
standard input; with --generate a new one is made and printed. The database is the server's: DATABASE_URL and
DIRECT_URL, else the built-in one in DATA_DIR. The server may be running or not.
`;

/** @throws UsageError */
export function parseUserCommand(args: readonly string[]): UserCommand {
  const { values, positionals } = parsed(args);
  const [kind, ...rest] = positionals;
  if (values.help === true || kind === undefined || kind === 'help') return { kind: 'help' };
  const generate = values.generate === true;
  switch (kind) {
    case 'add': {
      const email = field('--email', emailField, single(rest, 'e-mail address', values.email));
      return {
        kind,
        email,
        generate,
        role: field('--role', roleField, values.role ?? missing('--role: customer, provider, lsm or admin')),
        name: field('--name', lineField(100), values.name ?? email.split('@')[0]),
        region: values.region === undefined ? null : field('--region', lineField(60), values.region),
        language: values.language === undefined ? null : field('--language', localeField, values.language),
      };
    }
    case 'password':
      return { kind, who: whoOf(single(rest, 'user', values.email)), generate };
    case 'language': {
      if (rest.length === 0) missing('which user, and which language?');
      const [language, ...who] = rest.toReversed();
      return {
        kind,
        who: whoOf(single(who, 'user', values.email)),
        language: field('LANGUAGE', localeField, values.language ?? language ?? missing('LANGUAGE, such as es')),
      };
    }
    case 'disable':
    case 'enable':
      return { kind, who: whoOf(single(rest, 'user', values.email)) };
    case 'list':
      if (rest.length > 0) throw new UsageError(`list takes no ${rest[0]}`);
      return { kind, role: values.role === undefined ? null : field('--role', roleField, values.role) };
    default:
      throw new UsageError(`There is no command ${kind}.`);
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        email: text,
        name: text,
        role: text,
        region: text,
        language: text,
        generate: flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** One value, given as the option or as the only word after the command. */
function single(words: readonly string[], what: string, option: string | undefined): string {
  const given = [...words, ...(option === undefined ? [] : [option])];
  if (given.length > 1) throw new UsageError(`One ${what} at a time, not ${given.join(' and ')}.`);
  return given[0] ?? missing(`which ${what}?`);
}

function whoOf(text: string): Who {
  if (!/^\d+$/.test(text)) return { email: field('user', emailField, text) };
  const id = Number(text);
  if (id < 1 || id > USER_ID_MAX) throw new UsageError(`user: numbers go from 1 to ${USER_ID_MAX}`);
  return { id };
}

function field<T>(name: string, schema: z.ZodType<T>, value: string | undefined): T {
  const read = schema.safeParse(value?.trim());
  if (read.success) return read.data;
  throw new UsageError(`${name}: ${read.error.issues[0]?.message ?? 'is not valid'}`);
}

function missing(what: string): never {
  throw new UsageError(`Missing: ${what}`);
}
