export interface ReceiverOptions {
  /** Of the endpoint: whsec_… */
  readonly secret: string;
  readonly onEvent: (event: { readonly id: string; readonly type: string; readonly data: unknown }) => Promise<void>;
  /** Any free one, if not given. */
  readonly port?: number;
}

export interface Receiver {
  readonly url: string;
  close(): void;
}

/** Starts the receiver on loopback. */
export function startReceiver(options: ReceiverOptions): Promise<Receiver>;
