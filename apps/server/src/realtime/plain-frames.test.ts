import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { type FrameReceiver, readPlainFrames } from './plain-frames.js';

/** The part of `ws` that its types leave out. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { isServer: boolean; maxPayload: number }) => FrameReceiver;
};
const MAX_PAYLOAD = 3000;

interface Frame {
  readonly first: number;
  readonly payload: Buffer;
  readonly mask: Buffer | null;
  /** Of the field for the length: the shortest that fits, or a longer one. */
  readonly lengthBytes: number;
}

function bytesOf({ first, payload, mask, lengthBytes }: Frame): Buffer {
  const size = payload.length > 65_535 ? 8 : Math.max(lengthBytes, payload.length > 125 ? 2 : 0);
  const head = Buffer.alloc(2 + size);
  head[0] = first;
  head[1] = (mask === null ? 0 : 0x80) | (size === 0 ? payload.length : size === 2 ? 126 : 127);
  if (size === 2) head.writeUInt16BE(payload.length, 2);
  if (size === 8) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, mask ?? Buffer.alloc(0), payload.map((byte, at) => byte ^ (mask?.[at & 3] ?? 0))]);
}

/** A frame in the stream. */
interface CutFrame extends Frame {
  /** The number of its bytes after which a piece ends: within it, with it, or not here. */
  readonly cut: number | null;
  readonly isLastOfTurn: boolean;
}

interface Piece {
  readonly bytes: Buffer;
  readonly isLastOfTurn: boolean;
}

type Told = readonly [kind: string, ...what: unknown[]];

/** What a receiver tells of these pieces, to the first fault or the end of the connection. */
async function told(pieces: readonly Piece[], ours: boolean): Promise<Told[]> {
  const all: Told[] = [];
  const receiver = new Receiver({ isServer: true, maxPayload: MAX_PAYLOAD });
  let over = false;
  receiver.on('message', (data: Buffer, isBinary: boolean) => {
    all.push(['message', isBinary ? data.toString('hex') : data.toString(), isBinary]);
  });
  for (const kind of ['ping', 'pong']) receiver.on(kind, (data: Buffer) => all.push([kind, data.toString('hex')]));
  receiver.on('conclude', (code: number, reason: Buffer) => {
    over = true;
    all.push(['conclude', code, reason.toString()]);
  });
  receiver.on('error', (error: Error & { code?: string }) => all.push(['error', error.code, error.message]));
  if (ours) {
    readPlainFrames(receiver, {
      takeText: (text) => all.push(['message', text, false]),
    });
  }
  for (const { bytes, isLastOfTurn } of pieces) {
    if (over || receiver.destroyed) break;
    receiver.write(Buffer.from(bytes));
    if (isLastOfTurn) await turn();
  }
  await turn();
  return all;
}

const text = fc.oneof(
  fc.string({ maxLength: 150 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(125, 126, 127, 128, MAX_PAYLOAD, MAX_PAYLOAD + 1).map((length) => 'a'.repeat(length)),
);
const frame: fc.Arbitrary<CutFrame> = fc.record({
  // A whole text; parts of texts and binaries, a ping, a pong; an end, and what no frame may begin with.
  first: fc.oneof(
    { weight: 12, arbitrary: fc.constant(0x81) },
    { weight: 4, arbitrary: fc.constantFrom(0x01, 0x00, 0x80, 0x82, 0x89, 0x8a) },
    { weight: 1, arbitrary: fc.constantFrom(0x88, 0xc1, 0x83, 0x09) },
  ),
  payload: fc.oneof(
    { weight: 9, arbitrary: text.map((written) => Buffer.from(written)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 140 }).map((bytes) => Buffer.from(bytes)) },
  ),
  mask: fc.oneof(
    { weight: 15, arbitrary: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  lengthBytes: fc.constantFrom(0, 0, 0, 2, 8),
  cut: fc.oneof(fc.constant(null), fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 12 })),
  isLastOfTurn: fc.boolean(),
});

const plainText = { first: 0x81, payload: Buffer.from('a'), mask: Buffer.from([0x80, 1, 2, 3]), lengthBytes: 0 };
/** Cut so that what follows in the next piece looks like the beginning of a text. */
const disguised = fc.constantFrom<CutFrame[]>(
  { ...plainText, cut: 1, isLastOfTurn: true },
  { first: 0x82, payload: bytesOf(plainText), mask: Buffer.alloc(4), lengthBytes: 0, cut: 6, isLastOfTurn: true },
);
/** A fault and nothing more in its piece, and a text in the same turn. */
const faultBefore: CutFrame = {
  ...plainText,
  first: 0x83,
  payload: Buffer.alloc(0),
  mask: null,
  cut: 2,
  isLastOfTurn: false,
};

/** These frames as pieces that end where they are cut. */
function piecesOf(frames: readonly CutFrame[]): Piece[] {
  const pieces: Piece[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for (const { isLastOfTurn, ...one } of frames) {
    const bytes = bytesOf(one);
    const end = Math.min(one.cut ?? 0, bytes.length);
    if (end > 0) pieces.push({ bytes: Buffer.concat([rest, bytes.subarray(0, end)]), isLastOfTurn });
    rest = end > 0 ? bytes.subarray(end) : Buffer.concat([rest, bytes]);
  }
  return rest.length > 0 ? [...pieces, { bytes: rest, isLastOfTurn: true }] : pieces;
}

test('whatever frames come, in whatever pieces, they are what they are to ws', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 9, arbitrary: frame }, disguised), { maxLength: 8 }),
      async (frames) => {
        const pieces = piecesOf(frames);
        expect(await told(pieces, true)).toEqual(await told(pieces, false));
      },
    ),
    { numRuns: 3000, examples: [[[faultBefore, { ...plainText, cut: null, isLastOfTurn: true }]]] },
  );
});

test('a whole text does not go through ws', () => {
  const [plain, ping] = [0x81, 0x89].map((first) => bytesOf({ ...plainText, first, payload: Buffer.from('ä text') }));
  const receiver = new Receiver({ isServer: true, maxPayload: Number.MAX_SAFE_INTEGER });
  const written: number[] = [];
  const write = receiver._write.bind(receiver);
  receiver._write = (piece: Buffer, encoding, done) => {
    written.push(piece.length);
    write(piece, encoding, done);
  };
  const texts: string[] = [];
  readPlainFrames(receiver, { takeText: (taken) => texts.push(taken) });
  receiver.write(Buffer.concat([plain as Buffer, plain as Buffer]));
  expect(texts).toEqual(['ä text', 'ä text']);
  expect(written).toEqual([]);
  receiver.write(Buffer.concat([plain as Buffer, ping as Buffer, plain as Buffer]));
  expect(texts).toHaveLength(3);
  expect(written).toEqual([(ping as Buffer).length + (plain as Buffer).length]);
});
