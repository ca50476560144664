import { NAMESPACE } from '@stm-chat/protocol';
import type { Clock } from '../kernel/clock.js';
import type { ChatSocket } from './chat-socket.js';
import { CoalescingWebSocket, type PacketReader } from './coalescing-websocket.js';
import { sendToAll } from './direct-send.js';
import { HeldRefusals } from './held-refusals.js';
import { encodeAck } from './wire-parser.js';

/** An event that somebody sent, with the way to answer it. */
export interface ReceivedCall {
  readonly socket: ChatSocket;
  readonly event: string;
  readonly args: readonly unknown[];
  /** Null when no answer is wanted. To be called once. */
  readonly acknowledge: ((answer: unknown) => void) | null;
}

export interface CallReceiver {
  /** Whether calls of this event are read here; others go through Socket.IO. */
  knows(event: string): boolean;
  /**
   * The JSON of what a call of this event is answered before it is read, while there is no room for it; null when it is to
   * be read. Reading a call costs nearly as much as carrying it out: a server that reads twice of what it can do, only to
   * refuse half of it, does not even do the other half.
   */
  refusal(event: string): string | null;
  receive(call: ReceivedCall): void;
}

/** Engine.IO's connection, with the socket of the chat that it carries; and what Socket.IO's types leave out. */
type Connection = ChatSocket['conn'] & { [CARRIES]?: ChatSocket };
interface Client {
  readonly ondata: (data: unknown) => void;
}

const CARRIES = Symbol('socket of the chat');
/** How Engine.IO's parser begins a message. */
const MESSAGE = '4';
/** How Socket.IO's parser begins an event of the chat; the number of its answer follows, if one is wanted. */
const EVENT = `2${NAMESPACE},`;
const NUMBER = /^\d{0,15}$/;

/**
 * Reads calls straight from Engine.IO's connections. Socket.IO's way (a decoder with an event of its own, two deferrals, a
 * function for the answer, middlewares, two kinds of listeners) costs more than the parsing; what is not a plain call of a
 * known event takes it still. From our WebSockets they come past Engine.IO too, which has nothing to do for them but to wait
 * longer for the answer to a ping. One listener for all connections: no closure per socket.
 */
export class Calls implements PacketReader<Connection> {
  readonly #refusals: HeldRefusals;

  constructor(
    private readonly receiver: CallReceiver,
    clock: Clock,
  ) {
    this.#refusals = new HeldRefusals(clock);
  }

  /** Call it once the socket is connected. */
  from(socket: ChatSocket): void {
    const conn: Connection = socket.conn;
    conn[CARRIES] = socket;
    if (conn.transport instanceof CoalescingWebSocket) conn.transport.readWith(this, conn);
    else conn.once('upgrade', this.#onUpgrade);
    conn.off('data', clientOf(socket).ondata);
    conn.on('data', this.#onData);
  }

  read(conn: Connection, packet: string): boolean {
    const socket = conn[CARRIES];
    if (socket === undefined || !packet.startsWith(MESSAGE)) return false;
    if (conn.readyState !== 'open' || isAsked(conn)) return false;
    return this.#read(socket, packet.slice(MESSAGE.length));
  }

  // Called with the connection as `this`, as the next one.
  readonly #onUpgrade = ((calls: Calls) =>
    function (this: Connection, transport: unknown): void {
      if (transport instanceof CoalescingWebSocket) transport.readWith(calls, this);
    })(this);

  readonly #onData = ((calls: Calls) =>
    function (this: Connection, data: unknown): void {
      const socket = this[CARRIES];
      if (socket === undefined || (typeof data === 'string' && calls.#read(socket, data))) return;
      clientOf(socket).ondata(data);
    })(this);

  /** @returns whether it was a plain call, which is taken care of */
  #read(socket: ChatSocket, packet: string): boolean {
    if (!packet.startsWith(EVENT) || !socket.connected) return false;
    const list = packet.indexOf('["', EVENT.length);
    const id = packet.slice(EVENT.length, list);
    const event = packet.slice(list + 2, packet.indexOf('"', list + 2));
    if (list < 0 || !NUMBER.test(id) || !this.receiver.knows(event)) return false;
    // Who does not read what it is told is asked like any other: its limits end it.
    const { writable } = socket.conn.transport;
    const refusal = id === '' || !writable ? null : this.receiver.refusal(event);
    if (refusal !== null) {
      this.#refusals.add(socket, `3${NAMESPACE},${id}[${refusal}]`);
      return true;
    }
    const args = parseList(packet.slice(list));
    if (args === null) return false;
    const acknowledge = id === '' ? null : (answer: unknown) => sendToAll([socket], encodeAck(NAMESPACE, id, answer));
    this.receiver.receive({ socket, event, args: args.slice(1), acknowledge });
    return true;
  }
}

/**
 * Whether the answer to a ping is awaited: Engine.IO wants to see all that comes meanwhile. The timer is private in its types,
 * and a type that names a private member beside them is `never`.
 */
function isAsked(conn: Connection): boolean {
  return (conn as unknown as { readonly pingTimeoutTimer: unknown }).pingTimeoutTimer !== null;
}

/** Null when it is no list in JSON. */
function parseList(text: string): unknown[] | null {
  try {
    return JSON.parse(text) as unknown[];
  } catch {
    return null;
  }
}

/** Its `ondata` is private in Socket.IO's types, which no type that we name can open. */
function clientOf(socket: ChatSocket): Client {
  return socket.client as unknown as Client;
}
