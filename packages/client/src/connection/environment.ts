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
      const online = () => listener('online');
      const offline = () => listener('offline');
      const shown = () => listener('wake');
      const visible = () => {
        if (document?.visibilityState === 'visible') listener('wake');
      };
      page.addEventListener('online', online);
      page.addEventListener('offline', offline);
      page.addEventListener('pageshow', shown);
      page.addEventListener('focus', shown);
      document?.addEventListener('visibilitychange', visible);
      return () => {
        page.removeEventListener('online', online);
        page.removeEventListener('offline', offline);
        page.removeEventListener('pageshow', shown);
        page.removeEventListener('focus', shown);
        document?.removeEventListener('visibilitychange', visible);
      };
    },
  };
}
