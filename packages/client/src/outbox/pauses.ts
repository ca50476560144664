import type { Clock } from '../clock.js';

const EVERYTHING = '*';

/** Which chats wait before they try again, or all of them. */
export class Pauses {
  private readonly running = new Map<string, { readonly until: number; readonly cancel: () => void }>();

  constructor(
    private readonly clock: Clock,
    private readonly onEnd: () => void,
  ) {}

  /** A pause that runs already is not made shorter. */
  pause(chatId: string, ms: number): void {
    const until = this.clock.now() + ms;
    const running = this.running.get(chatId);
    if (running !== undefined && running.until >= until) return;
    running?.cancel();
    const cancel = this.clock.after(ms, () => {
      this.running.delete(chatId);
      this.onEnd();
    });
    this.running.set(chatId, { until, cancel });
  }

  /** A limit of the user's, not of one chat. */
  pauseAll(ms: number): void {
    this.pause(EVERYTHING, ms);
  }

  isPaused(chatId: string): boolean {
    return this.running.has(EVERYTHING) || this.running.has(chatId);
  }

  /** Ends the pauses of single chats; what the server asked for stays. */
  endEach(): void {
    for (const [chatId, { cancel }] of this.running) {
      if (chatId === EVERYTHING) continue;
      cancel();
      this.running.delete(chatId);
    }
  }

  close(): void {
    for (const { cancel } of this.running.values()) cancel();
    this.running.clear();
  }
}
