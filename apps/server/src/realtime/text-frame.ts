/** The first byte of a whole text message. */
const FIN_TEXT = 0x81;

/** A WebSocket frame of a server (RFC 6455, unmasked) that holds a whole text message. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FIN_TEXT;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  // As many bytes as letters: all of them are ASCII, and are copied as they are.
  frame.write(text, header, length === text.length ? 'latin1' : 'utf8');
  return frame;
}
