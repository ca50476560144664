import type { Socket as TcpSocket } from 'node:net';
import { transports } from 'engine.io';
import type { Packet } from 'engine.io-parser';
import { InSlices } from './in-slices.js';
import { type FrameReceiver, readPlainFrames, type TextTaker } from './plain-frames.js';
import { textFrame } from './text-frame.js';

/** Transports that hold back what was sent since the last turn of the event loop. */
let holding: CoalescingWebSocket[] = [];
/** TCP connections whose answer to an upgrade waits for what follows it in the same turn. */
let answering: TcpSocket[] = [];

function releaseAll(): void {
  const [transports, answered] = [holding, answering];
  holding = [];
  answering = [];
  for (const transport of transports) transport.release();
  for (const tcp of answered) tcp.uncork();
}

function releaseSoon(): void {
  if (holding.length + answering.length === 0) setImmediate(releaseAll);
}

/** The answer to an upgrade, which is written next, leaves with the first packet, in one system call. */
export function holdAnswer(tcp: TcpSocket): void {
  releaseSoon();
  answering.push(tcp);
  tcp.cork();
}

/** To end one takes some fifty microseconds: those whom it takes from its rooms, those who are told. */
const ENDS_PER_TURN = 32;
const ends = new InSlices(ENDS_PER_TURN);

/** The part of `ws` that we reach through. */
interface Ws {
  readonly _socket?: TcpSocket | null;
  readonly _receiver: FrameReceiver;
  readonly readyState: number;
  once(event: 'close', listener: () => void): unknown;
  listeners(event: 'error'): ((error: Error) => void)[];
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  terminate(): void;
}

export interface CoalescingOptions {
  /** Unsent bytes from which volatile packets are dropped. */
  readonly volatileBytes: number;
  /** Called when the client sends a message that is over the limit, which ends the connection. */
  readonly onTooLarge: () => void;
}

export interface PacketReader<C> {
  /** @param packet as Engine.IO's parser writes it. @returns whether it was taken; if not, it goes through Engine.IO */
  read(connection: C, packet: string): boolean;
}

const OPEN = 1;
/** A client that does not answer a close frame within this time is cut; `ws` itself would wait for 30 s. */
const CLOSE_TIMEOUT_MS = 2_000;

/** What the adapter makes once for all recipients of a broadcast, and Engine.IO's types leave out. */
interface PreEncoded {
  readonly wsPreEncodedFrame?: readonly Buffer[];
}

/**
 * Engine.IO's WebSocket transport, with one system call where it makes many: all frames for one connection that arise
 * in one turn of the event loop (what one committed batch brings to it) leave in one write of one piece of memory.
 *
 * Stock, each packet is a `writev` of header and payload, and the next packet waits for its callback. Here frames are
 * held until the end of the turn, and the transport stays writable meanwhile; order is unchanged, as everything still
 * goes through `send`. From `volatileBytes` unsent on it is not writable until they have left: Socket.IO then drops
 * volatile packets (typing, presence) and keeps the others. Frames go past `ws`, which has nothing to add to them: a
 * server masks none, and `perMessageDeflate` has to be off.
 */
export class CoalescingWebSocket extends transports.websocket implements TextTaker {
  readonly #options: CoalescingOptions;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #reader: PacketReader<unknown> | null = null;
  #connection: unknown = null;

  constructor(request: ConstructorParameters<typeof transports.websocket>[0], options: CoalescingOptions) {
    super(request);
    this.#options = options;
    // Engine.IO's, from before there is a transport; it holds the request, and is left behind where nothing is upgraded.
    const ws = this.#ws();
    for (const listener of ws.listeners('error'))
      if (listener.name === 'onUpgradeError') ws.removeListener('error', listener);
    readPlainFrames(ws._receiver, this);
  }

  /** Typed as protected where it is from; given what `ws` says. */
  override onError(error: string & { readonly code?: string }, description?: unknown): void {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#options.onTooLarge();
    super.onError(error, description);
  }

  /** Its TCP connection has ended; a crowd ends in slices. Typed as protected where it is from. */
  override onClose(): void {
    ends.add(() => super.onClose());
  }

  /** From now on it is asked first. @param connection named to it: one reader serves all */
  readWith<C>(reader: PacketReader<C>, connection: C): void {
    this.#reader = reader as PacketReader<unknown>;
    this.#connection = connection;
  }

  takeText(text: string): void {
    // One that was left behind by an upgrade is closing, and nobody listens to it any more.
    const isTaken = this.readyState === 'open' && this.#reader?.read(this.#connection, text) === true;
    if (!isTaken) super.onData(text);
  }

  override send(packets: Packet[]): void {
    for (const packet of packets) this.#hold(packet);
    this.#watchBacklog();
    this.emit('drain');
  }

  /** Sends a whole frame that was made once for several connections. Only while `writable`. */
  sendFrame(frame: Buffer): void {
    this.#push(frame);
    this.#watchBacklog();
  }

  /** Writes what was held. */
  release(): void {
    if (this.#held.length === 0) return;
    const ws = this.#ws();
    const [only] = this.#held;
    const data = this.#held.length === 1 && only !== undefined ? only : Buffer.concat(this.#held, this.#heldBytes);
    this.#held = [];
    this.#heldBytes = 0;
    const tcp = ws._socket;
    // After a close frame nothing may follow.
    if (ws.readyState !== OPEN || !tcp?.writable) return;
    if (this.writable) tcp.write(data);
    else tcp.write(data, (error) => this.#written(error));
  }

  override doClose(closed?: () => void): void {
    this.release();
    const ws = this.#ws();
    const timer = setTimeout(() => ws.terminate(), CLOSE_TIMEOUT_MS);
    ws.once('close', () => clearTimeout(timer));
    super.doClose(closed);
  }

  #hold(packet: Packet): void {
    const frame = (packet as { options?: PreEncoded }).options?.wsPreEncodedFrame;
    if (frame !== undefined) for (const part of frame) this.#push(part);
    else if (packet.type === 'message' && typeof packet.data === 'string') this.#push(textFrame(`4${packet.data}`));
    else this.parser.encodePacket(packet, this.supportsBinary, (text: string) => this.#push(textFrame(text)));
  }

  #push(part: Buffer): void {
    if (this.#held.length === 0) {
      releaseSoon();
      holding.push(this);
    }
    this.#held.push(part);
    this.#heldBytes += part.length;
  }

  #watchBacklog(): void {
    const unsent = this.#heldBytes + (this.#ws()._socket?.writableLength ?? 0);
    if (unsent >= this.#options.volatileBytes) this.writable = false;
  }

  /** The backlog has left. An error is told by the connection itself. */
  #written(error: Error | null | undefined): void {
    if (error) return;
    this.writable = true;
    this.emit('ready');
  }

  #ws(): Ws {
    return (this as unknown as { socket: Ws }).socket;
  }
}
