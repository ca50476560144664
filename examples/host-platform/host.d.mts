export interface HostOptions {
  /** Where the chat server is; asked at each call. */
  readonly chat: () => string;
  /** The chat server's SERVICE_TOKEN. */
  readonly serviceToken: string;
}

export interface Host {
  readonly url: string;
  close(): void;
}

/** Starts the marketplace on a free port. */
export function startHost(options: HostOptions): Promise<Host>;
