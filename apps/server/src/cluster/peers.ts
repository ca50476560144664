import { randomBytes } from 'node:crypto';

/** A node that was heard, before it has proven that it lives and after. */
interface Sender {
  /** Of its last envelope that was accepted; what comes with it or a lower one is a repetition. */
  counter: number;
  /** What it is to repeat; null: it has. */
  challenge: string | null;
  askedAt: number;
  heardAt: number;
  /** Something of it was dropped while it was unproven. */
  missed: boolean;
}

/** How often one who does not answer is asked again. */
const ASK_AGAIN_MS = 500;
/** Senders kept; more are noise, or somebody plays with old envelopes. */
const MOST = 1000;

export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'replayed' }
  /** Not believed yet; `ask` is to be sent to it, unless it was just now. */
  | { readonly kind: 'unproven'; readonly ask: string | null };

/**
 * Which other nodes live, and which envelopes are theirs and new. Signed bytes can be recorded and played again, also to
 * a node that has just started, and clocks of nodes differ: so a node is believed once it has repeated a random word that
 * this node made up, and from then on its counter only rises.
 */
export class Peers {
  readonly #senders = new Map<string, Sender>();

  /** @param silentMs after which a node counts as gone */
  constructor(private readonly silentMs: number) {}

  /** Proven ones. */
  get ids(): string[] {
    return [...this.#senders].filter(([, { challenge }]) => challenge === null).map(([id]) => id);
  }

  /** @param now milliseconds since the epoch */
  heard(id: string, counter: number, now: number): Verdict {
    const sender = this.#senders.get(id);
    if (sender === undefined) {
      if (this.#senders.size >= MOST) return { kind: 'unproven', ask: null };
      const challenge = randomBytes(12).toString('base64url');
      this.#senders.set(id, { counter: -1, challenge, askedAt: now, heardAt: now, missed: false });
      return { kind: 'unproven', ask: challenge };
    }
    if (sender.challenge === null) {
      if (counter <= sender.counter) return { kind: 'replayed' };
      sender.counter = counter;
      sender.heardAt = now;
      return { kind: 'accepted' };
    }
    if (now - sender.askedAt < ASK_AGAIN_MS) return { kind: 'unproven', ask: null };
    sender.askedAt = now;
    return { kind: 'unproven', ask: sender.challenge };
  }

  /** Something that an unproven node said was dropped. */
  missed(id: string): void {
    const sender = this.#senders.get(id);
    if (sender !== undefined) sender.missed = true;
  }

  /**
   * The node repeated the word.
   * @param counter of the envelope in which it did
   * @returns null when that proves nothing; else whether anything of it was missed
   */
  proved(id: string, word: string, counter: number, now: number): { readonly missed: boolean } | null {
    const sender = this.#senders.get(id);
    if (sender === undefined || sender.challenge === null || sender.challenge !== word) return null;
    Object.assign(sender, { challenge: null, counter, heardAt: now });
    return { missed: sender.missed };
  }

  /** @returns whether it was known to live */
  forget(id: string): boolean {
    const known = this.#senders.get(id)?.challenge === null;
    this.#senders.delete(id);
    return known;
  }

  /** Nobody could be heard for a while: that is nobody's fault. */
  excuseSilence(now: number): void {
    for (const sender of this.#senders.values()) sender.heardAt = now;
  }

  /** Those who were silent for too long; they are forgotten. @returns the ones that were known to live */
  takeSilent(now: number): string[] {
    const silent = [...this.#senders].filter(([, { heardAt }]) => now - heardAt > this.silentMs).map(([id]) => id);
    return silent.filter((id) => this.forget(id));
  }
}
