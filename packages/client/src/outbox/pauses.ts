import type { Clock } from '../clock.js';

const EVERYTHING = '*';

/** Which chats wait before they try again, or all of them. */
export class Pauses {
  private readonly running = new Map<string, () => void>();

  constructor(
    private readonly clock: Clock,
    private readonly onEnd: () => void,
  ) {}

  pause(chatId: string, ms: number): void {
    this.running.get(chatId)?.();
    const cancel = this.clock.after(ms, () => {
      this.running.delete(chatId);
      this.onEnd();
    });
    this.running.set(chatId, cancel);
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
    for (const [chatId, cancel] of this.running) {
      if (chatId === EVERYTHING) continue;
      cancel();
      this.running.delete(chatId);
    }
  }

  close(): void {
    for (const cancel of this.running.values()) cancel();
    this.running.clear();
  }
}
