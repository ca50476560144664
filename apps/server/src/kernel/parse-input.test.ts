import { contracts } from '@stm-chat/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { parseInput } from './parse-input.js';

const chatId = '0198c0de-0000-7000-8000-000000000001';
const send = contracts.send_message;
const refusal = (input: unknown) => {
  try {
    parseInput(send, input);
  } catch (error) {
    return error;
  }
  throw new Error('was accepted');
};

describe('[IN1][IN2][IN3][IN4][IN6][IN7] bad input is refused by the name of the field', () => {
  it.each([
    ['nothing', undefined, 'chatId: is missing'],
    ['a list', [], 'payload: must be an object'],
    ['a text', 'hi', 'payload: must be an object'],
    ['no chat', { message: 'hi' }, 'chatId: is missing'],
    ['a malformed id', { chatId: 'x', message: 'hi' }, 'chatId: must be a UUID'],
    ['an unknown key', { chatId, message: 'hi', extra: 1 }, 'extra: is not a known field'],
    [
      '__proto__',
      JSON.parse(`{"chatId":"${chatId}","message":"hi","__proto__":{"a":1}}`),
      '__proto__: is not a known field',
    ],
    ['only blanks', { chatId, message: ' \n ' }, 'message: must not be empty'],
    ['NUL', { chatId, message: 'a\u0000b' }, 'message: must not contain NUL or lone surrogates'],
    ['a lone surrogate', { chatId, message: 'a\ud800' }, 'message: must not contain NUL or lone surrogates'],
    ['a number for a text', { chatId, message: 7 }, 'message: must be of type string'],
  ])('%s', (_, input, message) => {
    expect(refusal(input)).toMatchObject({ code: 'invalid_payload', message });
  });

  it('[DL8] a text that is too long has a code of its own, and 4,000 characters are not too long', () => {
    expect(refusal({ chatId, message: '😀'.repeat(4001) })).toMatchObject({ code: 'payload_too_large' });
    expect(parseInput(send, { chatId, message: '😀'.repeat(4000) }).message).toHaveLength(8000);
  });

  it('a name that the client made up is repeated only shortened', () => {
    expect(refusal({ chatId, message: 'x', ['k'.repeat(10_000)]: 1 })).toMatchObject({
      message: `${'k'.repeat(40)}: is not a known field`,
    });
  });
});

it('[DL8] trims texts and lowers ids', () => {
  expect(parseInput(send, { chatId: chatId.toUpperCase(), message: '  hi ' })).toMatchObject({ chatId, message: 'hi' });
});
