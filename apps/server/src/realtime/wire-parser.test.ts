import { Encoder, PacketType } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import { jsonOf, writeOnce, writeOnceWithParts } from '../kernel/written-once.js';
import { textFrame } from './text-frame.js';
import { wireParser } from './wire-parser.js';

const stock = new Encoder();
const ours = new wireParser.Encoder();
const message = {
  id: 'a',
  message: 'quoted "so" \\ \u2028 é 🦊',
  reply_to: null,
  reactions: [{ emoji: '🦊', user_ids: [1] }],
};

const page = (messages: object[]) => writeOnceWithParts({ chatId: 'c', messages, members: [{ id: 1 }], reset: false });

describe('the encoder writes what the stock one writes', () => {
  it.each([
    ['an event', { type: PacketType.EVENT, nsp: '/chat', data: ['new_message', message] }],
    ['a message of both', { type: PacketType.EVENT, nsp: '/chat', data: ['new_message', writeOnce({ ...message })] }],
    [
      'its acknowledgement',
      { type: PacketType.ACK, nsp: '/chat', id: 0, data: [{ ok: true, message: writeOnce({ ...message }) }] },
    ],
    [
      'what is left out',
      { type: PacketType.ACK, nsp: '/chat', id: 7, data: [{ a: undefined, m: writeOnce({ b: 1 }), c: [undefined] }] },
    ],
    [
      'pages of messages',
      {
        type: PacketType.ACK,
        nsp: '/chat',
        id: 3,
        data: [{ ok: true, chats: [page([writeOnce({ ...message }), writeOnce({ ...message })]), page([])] }],
      },
    ],
    [
      'a page with an error',
      { type: PacketType.ACK, nsp: '/chat', id: 3, data: [{ chats: [page([]), { error: 1 }] }] },
    ],
    ['nothing at all', { type: PacketType.ACK, nsp: '/chat', id: 7, data: [] }],
    ['values that are no objects', { type: PacketType.EVENT, nsp: '/', data: ['x', 1, null, undefined, 'y', [true]] }],
    ['a connection', { type: PacketType.CONNECT, nsp: '/chat', data: { sid: 'x' } }],
    ['a refusal', { type: PacketType.CONNECT_ERROR, nsp: '/chat', data: { message: 'no' } }],
    ['an end', { type: PacketType.DISCONNECT, nsp: '/chat', data: undefined }],
  ])('%s', (_, packet) => {
    expect(ours.encode(packet)).toEqual(stock.encode(structuredClone(packet)));
  });

  it('and the text of a message that leaves twice once', () => {
    let written = 0;
    const counted = writeOnce({ toJSON: () => (written += 1) });
    for (let times = 0; times < 3; times += 1) ours.encode({ type: PacketType.EVENT, nsp: '/', data: ['x', counted] });
    expect(written).toBe(1);
  });
});

it('what holds values that are written once is made of their texts', () => {
  let written = 0;
  const counted = { toJSON: () => (written += 1) };
  const first = writeOnce({ ...counted });
  expect(jsonOf(first)).toBe('1');
  const packet = { type: PacketType.ACK, nsp: '/', id: 1, data: [{ ok: true, pages: [page([first])] }] };
  expect(ours.encode(packet)).toEqual([
    '31[{"ok":true,"pages":[{"chatId":"c","messages":[1],"members":[{"id":1}],"reset":false}]}]',
  ]);
  expect(written).toBe(1);
});

describe('a text frame', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536])('of %i bytes has the shortest header', (length) => {
    const frame = textFrame('x'.repeat(length));
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    expect(frame[0]).toBe(0x81);
    expect(frame.length).toBe(header + length);
    expect(frame.subarray(header).toString()).toBe('x'.repeat(length));
    const told = header === 2 ? frame[1] : header === 4 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
    expect(told).toBe(length);
  });

  it('counts bytes, not characters', () => {
    expect(textFrame('é🦊')).toEqual(Buffer.from([0x81, 6, ...Buffer.from('é🦊')]));
  });
});
