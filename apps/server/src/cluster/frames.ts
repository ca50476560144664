import { ENVELOPE_MAX_BYTES } from './envelope.js';

const LENGTH_BYTES = 4;

/** Puts a frame's length before it, for a stream. */
export function framed(frame: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(frame.length);
  return Buffer.concat([length, frame]);
}

/** Finds the frames in a stream again. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws when a length cannot be one: the stream is lost then */
  read(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (rest.length >= LENGTH_BYTES) {
      const length = rest.readUInt32BE(0);
      if (length > ENVELOPE_MAX_BYTES) throw new Error('a frame is longer than any can be');
      if (rest.length < LENGTH_BYTES + length) break;
      frames.push(rest.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      rest = rest.subarray(LENGTH_BYTES + length);
    }
    this.#rest = rest;
    return frames;
  }
}
