/** How long a text stays before the next one: screen readers drop what is replaced sooner. */
const GAP_MS = 1000;
/** More waiting texts than this are told as one. */
const MANY = 3;

export interface AnnouncerOptions {
  /** Puts the text into the live region; empty clears it. */
  readonly show: (text: string) => void;
  /** What to say instead of `count` waiting texts. */
  readonly summarise: (count: number) => string;
  /** Calls `task` once after `ms` milliseconds; the answer cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
}

export interface Announcer {
  announce(text: string): void;
  stop(): void;
}

/** A polite queue for a live region: one text at a time, in order, and a burst told as a number. */
export function createAnnouncer({ show, summarise, after }: AnnouncerOptions): Announcer {
  let waiting: string[] = [];
  let cancel: (() => void) | null = null;

  const next = () => {
    cancel = null;
    if (waiting.length === 0) return show('');
    const many = waiting.length > MANY;
    const text = many ? summarise(waiting.length) : (waiting[0] ?? '');
    waiting = many ? [] : waiting.slice(1);
    show(text);
    cancel = after(GAP_MS, next);
  };

  return {
    announce(text) {
      waiting.push(text);
      // Everything that arrives in one go is counted before the first word is said.
      cancel ??= after(0, next);
    },
    stop() {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
}
