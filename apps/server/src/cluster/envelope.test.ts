import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVELOPE_MAX_BYTES, type Envelope, Sealer, senderOf } from './envelope.js';

const sealer = new Sealer('the secret of all', null);
const item = fc.record(
  {
    topic: fc.string({ maxLength: 60 }),
    body: fc.string({ maxLength: 300 }),
    trace: fc.constant(`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`),
  },
  { requiredKeys: ['topic', 'body'] },
);
const sender = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const envelope: fc.Arbitrary<Envelope> = fc.record({
  sender,
  counter: fc.integer({ min: 0, max: 2 ** 47 }),
  items: fc.array(item, { maxLength: 5 }),
});

describe('envelopes', () => {
  it('say at the other end what was put in', () => {
    fc.assert(
      fc.property(envelope, (sent) => {
        const frame = sealer.seal(sent);
        expect(sealer.open(frame)).toEqual({ envelope: sent });
        expect(senderOf(frame)).toBe(sent.sender);
      }),
    );
  });

  it('[SV6] are refused when any bit of them is another one, or any part is missing', () => {
    fc.assert(
      fc.property(envelope, fc.nat(), fc.integer({ min: 0, max: 7 }), (sent, at, bit) => {
        const frame = sealer.seal(sent);
        const altered = Buffer.from(frame);
        altered[at % frame.length] = (altered[at % frame.length] ?? 0) ^ (1 << bit);
        expect(sealer.open(altered)).toHaveProperty('refused');
        expect(sealer.open(frame.subarray(0, at % frame.length))).toHaveProperty('refused');
      }),
    );
  });

  it('[SV6] are refused from whoever has another secret, and while a secret is changed both are good', () => {
    const sent = { sender: 'ab'.repeat(16), counter: 1, items: [] };
    const other = new Sealer('another secret', null);
    expect(sealer.open(other.seal(sent))).toEqual({ refused: 'forged' });
    expect(new Sealer('the new one', 'the secret of all').open(sealer.seal(sent))).toEqual({ envelope: sent });
  });

  it('[OP24] carry a trace as an item before its own, which another build passes over; without one they are not longer', () => {
    const sent = { sender: 'ab'.repeat(16), counter: 1, items: [{ topic: 'messages', body: '{}' }] };
    const traced = { ...sent, items: [{ topic: 'messages', body: '{}', trace: 'abc' }] };
    const asItem = { ...sent, items: [{ topic: '#trace', body: 'abc' }, ...sent.items] };
    expect(sealer.seal(traced)).toEqual(sealer.seal(asItem));
    expect(sealer.seal(sent)).toHaveLength(23 + 5 + 'messages{}'.length + 16);
  });

  it('[SV6] that are signed and do not make sense are refused, and no bytes throw', () => {
    const key = Buffer.from(hkdfSync('sha256', 'the secret of all', '', 'stm-chat between nodes', 32));
    const signed = (content: Buffer) =>
      Buffer.concat([content, createHmac('sha256', key).update(content).digest().subarray(0, 16)]);
    const head = Buffer.concat([Buffer.from([1]), Buffer.alloc(22)]);
    expect(sealer.open(signed(head))).toMatchObject({ envelope: { items: [] } });
    for (const rest of [[1], [0, 0, 0, 0, 9], [200, 0, 0, 0, 0], [0, 255, 255, 255, 255]])
      expect(sealer.open(signed(Buffer.concat([head, Buffer.from(rest)])))).toEqual({ refused: 'malformed' });
    expect(sealer.open(Buffer.alloc(ENVELOPE_MAX_BYTES + 1))).toEqual({ refused: 'oversized' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        sealer.open(Buffer.from(bytes));
        sealer.open(signed(Buffer.concat([head, bytes])));
      }),
    );
  });
});
