import { randomInt } from 'node:crypto';
import type { ReadStream } from 'node:tty';
import { newPasswordField } from '@stm-chat/protocol/schemas';
import { isCommonPassword } from '../features/auth/common-passwords.js';

/** No letters and digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Where a password comes from. */
export interface PasswordSource {
  /** @throws Error that says what is wrong with it */
  read(): Promise<string>;
}

/** Twenty random letters and digits: 115 bits. */
export function generatePassword(): string {
  return Array.from({ length: 20 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** Asks twice at a terminal, without showing what is typed; else takes the first line of the input. */
export function passwordFrom(input: NodeJS.ReadStream, say: (text: string) => void): PasswordSource {
  return {
    async read() {
      if (!input.isTTY) return requireGood(await firstLine(input));
      const password = requireGood(await ask(input, say, 'Password: '));
      if ((await ask(input, say, 'Again: ')) !== password) throw new Error('The two passwords differ.');
      return password;
    },
  };
}

function requireGood(password: string): string {
  if (password === '') {
    throw new Error('No password came. Type it at a terminal, pipe it in, or use --generate.');
  }
  const read = newPasswordField.safeParse(password);
  if (!read.success) throw new Error(`The password ${read.error.issues[0]?.message ?? 'is not valid'}.`);
  if (isCommonPassword(password)) throw new Error('The password is one of those that are guessed first.');
  return password;
}

async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

function ask(input: ReadStream, say: (text: string) => void, question: string): Promise<string> {
  say(question);
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      say('\n');
    };
    const onData = (chunk: string): void => {
      for (const key of chunk) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          end();
          resolve(typed);
          return;
        }
        if (key === '\u0003') {
          end();
          reject(new Error('Cancelled.'));
          return;
        }
        if (key === '\u007f' || key === '\b') typed = Array.from(typed).slice(0, -1).join('');
        else if (key >= ' ') typed += key;
      }
    };
    input.setEncoding('utf8');
    input.setRawMode(true);
    input.on('data', onData);
    input.resume();
  });
}
