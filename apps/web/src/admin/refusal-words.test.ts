import { addUser } from '@stm-chat/protocol/schemas';
import { createTranslate } from '@stm-chat/react';
import { describe, expect, test } from 'vitest';
import { adminEn } from '../text/admin-en.js';
import { en } from '../text/en.js';
import { es } from '../text/es.js';
import type { AdminTexts } from '../text/use-admin-text.js';
import { refusalWords } from './refusal-words.js';

const texts = { ...en, ...adminEn };
const english = createTranslate('en', texts);
const spanish = createTranslate('es', { ...texts, ...es } as unknown as AdminTexts);

/** As the server words what its schema refuses. */
function refused(change: object): string {
  const good = { name: 'Sara', email: 'sara@example.com', role: 'customer', password: 'long enough 1' };
  const parsed = addUser.input.safeParse({ ...good, ...change });
  const issue = parsed.error?.issues[0];
  if (issue === undefined) throw new Error('it is accepted');
  return `${issue.path.join('.')}: ${issue.message}`;
}

describe('why an administrator’s form was refused', () => {
  test.each([
    [{ name: ' ' }, 'name', 'Name: must not be empty.'],
    [{ name: 'x'.repeat(101) }, 'name', 'Name: 100 characters at most.'],
    [{ email: 'nobody' }, 'email', 'E-mail: is no e-mail address.'],
    [{ password: 'short' }, 'password', 'Password: 10 characters at least.'],
    [{ region: 'y'.repeat(61) }, 'region', 'Region: 60 characters at most.'],
  ] as const)('%j', (change, field, text) => {
    expect(refusalWords(refused(change), english)).toEqual({ field, text });
  });

  test('in another language', () => {
    expect(refusalWords(refused({ name: ' ' }), spanish).text).toBe('Nombre: no puede quedar vacío.');
  });

  test('what names no field of the form', () => {
    expect(refusalWords('payload: must be an object', english)).toEqual({
      field: undefined,
      text: 'That was refused.',
    });
  });
});
