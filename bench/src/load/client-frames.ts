/** What a WebSocket client writes and reads, without extensions: text frames, masked one way, never fragmented. */
const TEXT = 0x81;
const CLOSE = 0x88;
const MASKED = 0x80;
const SHORT = 125;
const TWO_BYTES = 126;

/** @param mask four bytes */
export function maskedText(text: string, mask: Uint8Array): Buffer {
  const length = Buffer.byteLength(text);
  const start = length <= SHORT ? 6 : length < 0x1_00_00 ? 8 : 14;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = TEXT;
  if (start === 6) frame[1] = MASKED | length;
  else if (start === 8) {
    frame[1] = MASKED | TWO_BYTES;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = MASKED | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(mask, start - 4);
  frame.write(text, start);
  for (let at = 0; at < length; at++) frame[start + at] = (frame[start + at] ?? 0) ^ (mask[at & 3] ?? 0);
  return frame;
}

/** Cuts what comes into frames. It keeps only what is not whole yet, so that one buffer may serve all connections. */
export class FrameReader {
  #rest: Buffer | null = null;

  /**
   * @param onText called with the part of `data` that is the text of a frame; gone when it returns
   * @throws on anything but whole text frames and the closing one
   */
  read(chunk: Buffer, onText: (data: Buffer, start: number, end: number) => void): void {
    const data = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at + 2 <= data.length) {
      const short = data[at + 1] ?? 0;
      const start = at + (short <= SHORT ? 2 : short === TWO_BYTES ? 4 : 10);
      if (start > data.length) break;
      const length =
        short <= SHORT ? short : short === TWO_BYTES ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6);
      const end = start + length;
      if (end > data.length) break;
      if (data[at] === TEXT) onText(data, start, end);
      else if (data[at] !== CLOSE) throw new Error(`a frame that begins with ${data[at]}`);
      at = end;
    }
    this.#rest = at === data.length ? null : Buffer.from(data.subarray(at));
  }
}
