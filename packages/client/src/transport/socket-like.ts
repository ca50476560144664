/** As much of socket.io-client as the SDK uses; tests bring a small one of their own. */
export interface SocketLike {
  connect(): unknown;
  disconnect(): unknown;
  on(event: 'connect_error', listener: (error: Error & { data?: unknown }) => void): unknown;
  on(event: 'disconnect', listener: (reason: string) => void): unknown;
  onAny(listener: (event: string, payload: unknown) => void): unknown;
  emit(event: string, payload: unknown, ack?: (answer: unknown) => void): unknown;
}

export interface SocketOptions {
  readonly auth: { readonly token: string };
  readonly transports: string[];
  readonly tryAllTransports: boolean;
  readonly reconnection: boolean;
  readonly autoConnect: boolean;
  readonly forceNew: boolean;
  /** Milliseconds until an attempt to connect is given up. */
  readonly timeout: number;
}

/** `io` of socket.io-client. */
export type IoFactory = (url: string, options: SocketOptions) => SocketLike;
