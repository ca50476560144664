/** As much of socket.io-client as the SDK uses; tests bring a small one of their own. */
export interface SocketLike {
  readonly connected: boolean;
  auth: unknown;
  connect(): unknown;
  disconnect(): unknown;
  on(event: string, listener: (...args: never[]) => void): unknown;
  onAny(listener: (event: string, payload: unknown) => void): unknown;
  emit(event: string, payload: unknown): unknown;
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> };
}

export interface SocketOptions {
  readonly transports: string[];
  readonly tryAllTransports: boolean;
  readonly reconnection: boolean;
  readonly autoConnect: boolean;
  readonly forceNew: boolean;
  readonly timeout: number;
}

/** `io` of socket.io-client. */
export type IoFactory = (url: string, options: SocketOptions) => SocketLike;
