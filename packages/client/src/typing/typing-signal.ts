import type { Clock } from '../clock.js';

/** The server drops what comes more often than every 2 s, and ends what is not renewed within 5 s. */
const RENEW_MS = 3000;

/** Tells the others that I am writing: on the first key, again while I go on, and at the end. */
export class TypingSignal {
  private sentAt: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly send: (isTyping: boolean) => void,
  ) {}

  set(isTyping: boolean): void {
    const now = this.clock.now();
    if (isTyping) {
      // Either way: the device's clock may have been put back.
      if (this.sentAt !== undefined && Math.abs(now - this.sentAt) < RENEW_MS) return;
      this.sentAt = now;
      this.send(true);
    } else if (this.sentAt !== undefined) {
      this.sentAt = undefined;
      this.send(false);
    }
  }

  /** The server ends it with my message by itself. */
  messageSent(): void {
    this.sentAt = undefined;
  }
}
