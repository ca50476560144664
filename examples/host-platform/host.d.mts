export interface HostOptions {
  /** Where the chat server is; asked at each call. */
  readonly chat: () => string;
  /** The chat server's SERVICE_TOKEN. */
  readonly serviceToken: string;
  /** Any free one, if not given. */
  readonly port?: number;
}

export interface Host {
  readonly url: string;
  close(): void;
}

/** Starts the marketplace on loopback. */
export function startHost(options: HostOptions): Promise<Host>;
