import type { Clock } from '../kernel/clock.js';
import type { ChatSocket } from './chat-socket.js';
import { sendToAll } from './direct-send.js';

/** Who is refused is told to come again in a second. */
const HOLD_MS = 10;

/**
 * Refusals of calls for which there was no room. They leave together, so that a connection gets several in one write: a
 * server that offers its last to writing "no" writes little else.
 */
export class HeldRefusals {
  #held: { readonly socket: ChatSocket; readonly packet: string }[] = [];

  constructor(private readonly clock: Clock) {}

  add(socket: ChatSocket, packet: string): void {
    this.#held.push({ socket, packet });
    if (this.#held.length === 1) this.clock.after(HOLD_MS, () => this.#release());
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const { socket, packet } of held) sendToAll([socket], packet);
  }
}
