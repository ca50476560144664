/** What the surroundings tell: the network went or came, the page was shown again. */
export interface Environment {
  /** False when the device says that it has no network at all. */
  isOnline(): boolean;
  /** `online`: the network came; `offline`: it went; `wake`: the page is seen again, maybe after a long sleep. */
  subscribe(listener: (event: 'online' | 'offline' | 'wake') => void): () => void;
}

/** The browser's events; elsewhere (Node) nothing ever happens. */
export function browserEnvironment(): Environment {
  const page = typeof window === 'undefined' ? undefined : window;
  return {
    isOnline: () => page?.navigator?.onLine ?? true,
    subscribe(listener) {
      if (page?.addEventListener === undefined) return () => undefined;
      const document = page.document as Document | undefined;
      const ended = new AbortController();
      const hear = (target: EventTarget | undefined, name: string, task: () => void) =>
        target?.addEventListener(name, task, { signal: ended.signal });
      const shown = () => listener('wake');
      hear(page, 'online', () => listener('online'));
      hear(page, 'offline', () => listener('offline'));
      hear(page, 'pageshow', shown);
      hear(page, 'focus', shown);
      hear(document, 'visibilitychange', () => {
        if (document?.hidden === false) shown();
      });
      return () => ended.abort();
    },
  };
}
