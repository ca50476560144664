export interface ReceiverOptions {
  /** Of the endpoint: whsec_… */
  readonly secret: string;
  readonly onEvent: (event: { readonly id: string; readonly type: string; readonly data: unknown }) => Promise<void>;
}

export interface Receiver {
  readonly url: string;
  close(): void;
}

/** Starts the receiver on a free port. */
export function startReceiver(options: ReceiverOptions): Promise<Receiver>;
