/** What Engine.IO tells of a connection: the part that is used here. */
interface EngineSocket {
  on(event: 'close', listener: (reason: string) => void): unknown;
}

/** A timer of Node may fire this much before its time by another clock. */
const EARLY_MS = 5;

/**
 * Counts connections that never said who they are. Socket.IO closes them (`connectTimeout`) and tells nobody why: it is
 * what the server closed at its time or after it, and never let into the namespace.
 */
export class LateComers {
  readonly #nameless = new Set<object>();

  constructor(
    private readonly withinMs: number,
    private readonly onLate: () => void,
  ) {}

  came(socket: EngineSocket): void {
    const cameAt = performance.now();
    this.#nameless.add(socket);
    socket.on('close', (reason) => {
      if (!this.#nameless.delete(socket) || reason !== 'forced close') return;
      if (performance.now() - cameAt >= this.withinMs - EARLY_MS) this.onLate();
    });
  }

  /** It is in the namespace now. */
  named(socket: object): void {
    this.#nameless.delete(socket);
  }
}
