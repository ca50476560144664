/** How bytes get from one node to all others. It keeps itself connected, and promises no delivery. */
export interface Link {
  /** True while what is sent is likely to arrive. */
  readonly isConnected: boolean;
  /** Whether a node hears what it sends itself: then silence tells that the link is broken, whatever TCP believes. */
  readonly echoes: boolean;
  send(frame: Buffer): void;
  /** Called once, before `open`. */
  onFrame(listener: (frame: Buffer) => void): void;
  /** Connected, for the first time or again. */
  onConnected(listener: () => void): void;
  /** Begins to connect; does not wait for it. */
  open(): void;
  /** Drops the connection and makes a new one. */
  restart(): void;
  close(): Promise<void>;
}
