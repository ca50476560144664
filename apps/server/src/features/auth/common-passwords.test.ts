import { expect, it } from 'vitest';
import { isCommonPassword } from './common-passwords.js';

it('[AU33] knows the passwords that are guessed first, however they are capitalised', () => {
  for (const password of ['qwertyuiop', '1234567890', 'QwertyUIOP', 'q1w2e3r4t5', '1q2w3e4r5t'])
    expect([password, isCommonPassword(password)]).toEqual([password, true]);
  for (const password of ['the kettle sings in C', 'qwertyuiop and more', '', '\n'])
    expect([password, isCommonPassword(password)]).toEqual([password, false]);
});
