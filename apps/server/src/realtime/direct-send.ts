import type { ChatSocket } from './chat-socket.js';
import { CoalescingWebSocket } from './coalescing-websocket.js';
import { textFrame } from './text-frame.js';

/**
 * Sends one packet to these sockets of this server, framed once. It goes straight to the connections, past Socket.IO's
 * broadcasting and Engine.IO's buffer, which cost more than the sending; where a buffer is in use (polling, an upgrade
 * under way, a client that does not keep up) it takes its place in it, so that the order is the same.
 * @param packet as Socket.IO's parser encodes it
 */
export function sendToAll(sockets: readonly ChatSocket[], packet: string): void {
  let frame: Buffer | null = null;
  for (const { conn } of sockets) {
    const transport: unknown = conn.transport;
    if (transport instanceof CoalescingWebSocket && transport.writable && isPlain(conn)) {
      frame ??= textFrame(`4${packet}`);
      transport.sendFrame(frame);
    } else conn.write(packet);
  }
}

/**
 * The same for what is soon out of date: it goes only to who can take it at once, as with Socket.IO's `volatile`.
 * @returns to how many it did not go
 */
export function sendToReady(sockets: readonly ChatSocket[], packet: string): number {
  const ready = sockets.filter(({ conn }) => conn.transport.writable);
  sendToAll(ready, packet);
  return sockets.length - ready.length;
}

/** Open, with nothing before this that waits in Engine.IO. */
function isPlain(conn: ChatSocket['conn']): boolean {
  const { writeBuffer } = conn as unknown as { readonly writeBuffer: readonly unknown[] };
  return conn.readyState === 'open' && writeBuffer.length === 0 && !conn.upgrading;
}
