import type { Database } from '../database/database.js';
import { saysLittleBeside } from '../features/auth/password-words.js';
import { Passwords } from '../features/auth/passwords.js';
import { replacePassword } from '../features/auth/sessions.repository.js';
import { findUserLine, listUsers, type UserLine } from '../features/auth/users.queries.js';
import { addAccount, isEmailTaken, putUser, writeAudit } from '../features/auth/users.repository.js';
import { generatePassword, type PasswordSource } from './password-input.js';
import type { UserCommand, Who } from './user-arguments.js';

/** In the audit: neither an admin nor anybody else of the users. */
const OPERATOR = 0;

export interface Tools {
  readonly database: Database;
  readonly passwords: PasswordSource;
  readonly say: (line: string) => void;
}

/** @throws Error whose message tells the operator what is wrong */
export async function runUserCommand(command: Exclude<UserCommand, { kind: 'help' }>, tools: Tools): Promise<void> {
  switch (command.kind) {
    case 'add':
      return add(command, tools);
    case 'password':
      return setPassword(command, tools);
    case 'language':
      return setLanguage(command, tools);
    case 'disable':
    case 'enable':
      return setDisabled(command.who, command.kind === 'disable', tools);
    case 'list':
      for (const line of table(await listUsers(tools.database, command.role))) tools.say(line);
  }
}

async function add(command: UserCommand & { kind: 'add' }, { database, passwords, say }: Tools): Promise<void> {
  const password = command.generate ? generatePassword() : await passwords.read();
  requireOwn(password, command);
  const hash = await new Passwords().hash(password);
  try {
    const { id } = await addAccount(database, command, hash);
    await writeAudit(database, OPERATOR, 'add_account', id);
    if (command.language !== null) await putUser(database, id, { locale: command.language }, OPERATOR);
    say(`Added ${command.role} ${command.name}, ${command.email}, with number ${id}.`);
  } catch (error) {
    if (isEmailTaken(error)) throw new Error(`${command.email} belongs to another user already.`, { cause: error });
    throw error;
  }
  if (command.generate) say(`Password: ${password}`);
}

async function setPassword(
  { who, generate }: UserCommand & { kind: 'password' },
  { database, passwords, say }: Tools,
): Promise<void> {
  const { id, name, email } = await requireUser(database, who);
  if (email === null) throw new Error(`User ${id} has no e-mail address to sign in with.`);
  const password = generate ? generatePassword() : await passwords.read();
  requireOwn(password, { name, email });
  const hash = await new Passwords().hash(password);
  const ended = await replacePassword(database, { userId: id, expected: null, hash, except: null });
  if (ended === null) throw new Error(`User ${id} was erased meanwhile.`);
  await writeAudit(database, OPERATOR, 'set_password', id);
  say(`User ${id}, ${email}, has another password; ${ended.length} of their sessions have ended.`);
  if (generate) say(`Password: ${password}`);
}

function requireOwn(password: string, { name, email }: { readonly name: string; readonly email: string }): void {
  if (saysLittleBeside([name, email], password))
    throw new Error('The password says little besides the name and the e-mail address of the account.');
}

async function setLanguage(
  { who, language }: UserCommand & { kind: 'language' },
  { database, say }: Tools,
): Promise<void> {
  const { id } = await requireUser(database, who);
  const { outcome } = await putUser(database, id, { locale: language }, OPERATOR);
  if (outcome === 'erased') throw new Error(`User ${id} was erased meanwhile.`);
  say(`User ${id} is written to in ${language}${outcome === 'same' ? ', as before' : ''}.`);
}

async function setDisabled(who: Who, disabled: boolean, { database, say }: Tools): Promise<void> {
  const { id } = await requireUser(database, who);
  const { outcome } = await putUser(database, id, { disabled }, OPERATOR);
  if (outcome === 'erased') throw new Error(`User ${id} was erased meanwhile.`);
  say(`User ${id} is ${outcome === 'same' ? 'already ' : ''}${disabled ? 'disabled' : 'enabled'}.`);
}

async function requireUser(database: Database, who: Who): Promise<UserLine> {
  const user = await findUserLine(database, who);
  const text = 'id' in who ? `number ${who.id}` : who.email;
  if (user === undefined) throw new Error(`There is no user with ${text}.`);
  if (user.state === 'erased') throw new Error(`The user with ${text} was erased.`);
  return user;
}

function* table(users: readonly UserLine[]): Generator<string> {
  const head = ['number', 'role', 'name', 'e-mail', 'region', 'from', 'state'];
  const rows = users.map(({ id, role, name, email, region, own, state }) => [
    ...[String(id), role, name, email ?? '', region ?? ''],
    ...[own ? 'here' : 'host', state],
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows])
    yield row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
}
