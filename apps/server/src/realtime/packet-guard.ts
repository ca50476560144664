/** What Engine.IO tells of a connection: the part that we use. */
interface EngineSocket {
  prependListener(event: 'data', listener: (data: unknown) => void): unknown;
  close(discard: boolean): void;
}

/** The first character of a Socket.IO packet (protocol 5): 2 is an event, 5 one with attachments. */
const EVENT = /^[25]/;
/** A stock client sends two in its life: CONNECT, and DISCONNECT before it closes. */
const MOST_OTHER_PACKETS = 5;

/**
 * Closes a connection that sends anything but events again and again. Each CONNECT is a handshake, token and all, and
 * would pass by the limit of handshakes; acknowledgements are answers to nothing that this server asks; neither is
 * counted as an event. Without this one connection could keep the whole node busy.
 */
export function guardPackets(socket: EngineSocket): void {
  let others = 0;
  // Ahead of Socket.IO's own listener: what comes after the close is not read any more.
  socket.prependListener('data', (data) => {
    if (typeof data !== 'string' || EVENT.test(data)) return;
    others += 1;
    if (others > MOST_OTHER_PACKETS) socket.close(true);
  });
}
