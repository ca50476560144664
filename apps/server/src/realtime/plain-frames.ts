import { isUtf8 } from 'node:buffer';
import { Writable } from 'node:stream';

export interface TextTaker {
  /** Given the texts that are read here, in their order among what `ws` tells. */
  takeText(text: string): void;
}

/** The part of `ws`'s receiver that we reach through: a stream to which is written what comes from the network. */
export interface FrameReceiver extends Writable {
  /** What is read next; 0: the beginning of a frame. */
  readonly _state: number;
  readonly _bufferedBytes: number;
  /** The kind of the message of which a part has come; 0: of none. */
  readonly _fragmented: number;
  /** In bytes; 0 or less: any. */
  readonly _maxPayload: number;
  /** A fault was found, and will be told in this turn: nothing is read any more. */
  readonly _errored: boolean;
  [TAKER]?: TextTaker;
}

const TAKER = Symbol('taker of its texts');

const FIN_TEXT = 0x81;
const MASKED = 0x80;
const NEXT_TWO_BYTES = 126;
/** With a mask and without a payload. */
const SHORTEST_FRAME = 6;
const MASK_BYTES = 4;
/** Of longer ones the unmasking is what costs, and `ws` may have a faster one. */
const LONGEST = 4096;
const NOT_ASCII = 0x80;
const writeStock = Writable.prototype.write as (this: Writable, piece: Buffer) => boolean;

/**
 * Reads the frames that nearly all are, whole short texts that came in one piece, where `ws` goes round through a stream and
 * makes five views of memory for each. All else goes to `ws` as it came, with all that follows in its piece, and so on until
 * it stands between two messages: it answers pings, ends connections, and says what is wrong with a frame (RFC 6455).
 */
export function readPlainFrames(receiver: FrameReceiver, taker: TextTaker): void {
  receiver[TAKER] = taker;
  receiver.write = write;
}

// One function for all connections, called with the receiver as `this`.
function write(this: FrameReceiver, piece: Buffer): boolean {
  const isBetween = this._state === 0 && this._bufferedBytes === 0 && this._fragmented === 0 && !this._errored;
  const most = this._maxPayload > 0 ? Math.min(this._maxPayload, LONGEST) : LONGEST;
  const read = isBetween ? readTexts(piece, most, this[TAKER]) : 0;
  return read === piece.length || writeStock.call(this, piece.subarray(read));
}

/** @param most bytes of a text. @returns the number of bytes that were read */
function readTexts(piece: Buffer, most: number, taker: TextTaker | undefined): number {
  for (let at = 0; ;) {
    if (piece.length - at < SHORTEST_FRAME || piece[at] !== FIN_TEXT) return at;
    let length = piece.readUInt8(at + 1) - MASKED;
    if (length < 0 || length > NEXT_TWO_BYTES) return at;
    let mask = at + 2;
    if (length === NEXT_TWO_BYTES) {
      length = piece.readUInt16BE(mask);
      mask += 2;
    }
    const start = mask + MASK_BYTES;
    const end = start + length;
    if (length > most || end > piece.length) return at;
    const isAscii = unmask(piece, mask, end) < NOT_ASCII;
    if (!isAscii && !isUtf8(piece.subarray(start, end))) {
      unmask(piece, mask, end);
      return at;
    }
    taker?.takeText(piece.toString(isAscii ? 'latin1' : 'utf8', start, end));
    at = end;
  }
}

/** In place; a second time undoes it. @returns every bit that is set in some byte */
function unmask(piece: Buffer, mask: number, end: number): number {
  const start = mask + MASK_BYTES;
  let bits = 0;
  for (let index = start; index < end; index += 1) {
    const byte = (piece[index] as number) ^ (piece[mask + ((index - start) & 3)] as number);
    piece[index] = byte;
    bits |= byte;
  }
  return bits;
}
