import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x88;
const MASK = Buffer.from([1, 2, 3, 4]);
const HANDSHAKE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

/** A WebSocket by hand: it sends what no client library would, and reads only while it is told to. */
export interface RawConnection {
  /** The text frames that came, without Engine.IO's `0{…}`: `4…` are Socket.IO packets. */
  readonly packets: readonly string[];
  readonly isClosed: boolean;
  send(...frames: readonly (string | Buffer)[]): void;
  /** Waits until a frame contains this, or the connection is closed. */
  hears(text: string): Promise<boolean>;
  /** Waits for the end of the connection. */
  closed(): Promise<void>;
  stopReading(): void;
  readOn(): void;
  end(): void;
}

/**
 * A connection of Engine.IO, in no namespace yet.
 * @param headers lines of the handshake, each with its end
 * @param answersClose false: a client that a server cannot part from in good order
 */
export async function rawConnection(port: number, headers = '', answersClose = true): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // a reset is one of the ways in which a server may close
  await once(socket, 'connect');
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${HANDSHAKE}${headers}\r\n`,
  );
  const packets: string[] = [];
  let isClosed = false;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const again of waiting) again();
  };
  const take = frameReader((opcode, text) => {
    if (opcode === CLOSE && answersClose) socket.end();
    if (opcode !== TEXT) return;
    if (text === '2') socket.write(frame('3'));
    packets.push(text);
    look();
  });
  socket.on('data', take);
  socket.on('close', () => {
    isClosed = true;
    look();
  });
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      const again = () => {
        if (!done()) return;
        waiting.delete(again);
        resolve();
      };
      waiting.add(again);
      again();
    });
  const connection: RawConnection = {
    packets,
    get isClosed() {
      return isClosed;
    },
    send: (...frames) => void socket.write(Buffer.concat(frames.map(frame))),
    async hears(text) {
      const heard = () => packets.some((packet) => packet.includes(text));
      await until(() => heard() || isClosed);
      return heard();
    },
    closed: () => until(() => isClosed),
    stopReading: () => void socket.pause(),
    readOn: () => void socket.resume(),
    end: () => void socket.destroy(),
  };
  await until(() => packets.length > 0 || isClosed);
  packets.shift();
  return connection;
}

/** The same, connected to `/chat`. */
export async function rawChat(port: number, token: string): Promise<RawConnection> {
  const connection = await rawConnection(port);
  connection.send(`40/chat,${JSON.stringify({ token })}`);
  if (!(await connection.hears('"connected"'))) throw new Error(`refused: ${connection.packets.join(' ')}`);
  return connection;
}

/** Sends bytes over TCP. @returns what came back until the server closed, or after the time that is given */
export async function overTcp(port: number, bytes: string | Buffer, waitMs = 5_000): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (data) => (answer += data.toString('latin1')));
  socket.write(bytes);
  const timer = setTimeout(() => socket.destroy(), waitMs);
  await once(socket, 'close');
  clearTimeout(timer);
  return answer;
}

/** One frame, masked as clients must. */
function frame(payload: string | Buffer): Buffer {
  const data = Buffer.from(payload);
  const head = [typeof payload === 'string' ? TEXT : BINARY];
  if (data.length < 126) head.push(0x80 | data.length);
  else if (data.length < 65_536) head.push(0x80 | 126, data.length >> 8, data.length & 255);
  else head.push(0x80 | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((bits) => (data.length >> bits) & 255));
  return Buffer.concat([Buffer.from(head), MASK, data.map((byte, at) => byte ^ (MASK[at % 4] ?? 0))]);
}

/** Takes the server's frames (unmasked, unfragmented) out of the stream, after the response's headers. */
function frameReader(tell: (opcode: number, text: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let upgraded = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0 || !rest.subarray(0, 12).toString().endsWith('101')) return;
      upgraded = true;
      rest = rest.subarray(end + 4);
    }
    for (;;) {
      const short = (rest[1] ?? 0) & 127;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (rest.length < head) return;
      const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
      if (rest.length < head + length) return;
      tell(rest[0] ?? 0, rest.subarray(head, head + length).toString());
      rest = rest.subarray(head + length);
    }
  };
}
