import { describe, expect, it } from 'vitest';
import { parseUserCommand, UsageError } from './user-arguments.js';

const parse = (line: string) => parseUserCommand(line === '' ? [] : line.split(' '));

describe('the command line', () => {
  it.each([
    ['', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['add --help', { kind: 'help' }],
    ['list', { kind: 'list', role: null }],
    ['list --role lsm', { kind: 'list', role: 'lsm' }],
    ['disable 42', { kind: 'disable', who: { id: 42 } }],
    ['enable ann@example.com', { kind: 'enable', who: { email: 'ann@example.com' } }],
    ['disable --email ann@example.com', { kind: 'disable', who: { email: 'ann@example.com' } }],
    ['password 42 --generate', { kind: 'password', who: { id: 42 }, generate: true }],
    ['language 42 ar-EG', { kind: 'language', who: { id: 42 }, language: 'ar-EG' }],
    ['language ann@example.com es', { kind: 'language', who: { email: 'ann@example.com' }, language: 'es' }],
  ])('"%s" is understood', (line, command) => {
    expect(parse(line)).toEqual(command);
  });

  it('an account needs an e-mail address and a role; the name comes from the address', () => {
    const account = {
      kind: 'add',
      email: 'ann@example.com',
      name: 'ann',
      role: 'admin',
      region: null,
      language: null,
      generate: false,
    };
    expect(parse('add --role admin --email ann@example.com')).toEqual(account);
    expect(parse('add ann@example.com --role admin')).toEqual(account);
    expect(parse('add ann@example.com --role lsm --name Ann --region north --language ur')).toMatchObject({
      name: 'Ann',
      region: 'north',
      language: 'ur',
    });
  });

  it.each([
    ['add --role admin', 'e-mail address'],
    ['add --email ann@example.com', '--role'],
    ['add --email ann@example.com --role king', '--role'],
    ['add --email ann --role admin', '--email'],
    ['add a@example.com b@example.com --role admin', 'One e-mail address'],
    ['add --emial ann@example.com', 'emial'],
    ['add --email ann@example.com --role admin --language ⚒', '--language'],
    ['language', 'which language'],
    ['language es', 'which user'],
    ['disable', 'which user'],
    ['disable 0', 'numbers go from'],
    ['disable 99999999999', 'numbers go from'],
    ['disable ann', 'user'],
    ['list all', 'all'],
    ['remove 42', 'remove'],
  ])('"%s" is refused, saying why', (line, why) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(why);
  });
});
