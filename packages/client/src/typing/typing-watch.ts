import type { Clock } from '../clock.js';
import { createStore, type Store } from '../store.js';
import { applyTyping, expireTyping, nextExpiry, stopTyping, type TypingState } from './typing-state.js';

/** Shows who is writing, and forgets it by itself. */
export class TypingWatch {
  private readonly current = createStore<TypingState>({});
  private cancel = () => {};

  constructor(private readonly clock: Clock) {}

  get state(): Store<TypingState> {
    return this.current;
  }

  hear(event: { readonly chatId: string; readonly userId: number; readonly isTyping: boolean }): void {
    this.change(applyTyping(this.current.get(), event, this.clock.now()));
  }

  stop(chatId: string, userId: number): void {
    this.change(stopTyping(this.current.get(), chatId, userId));
  }

  /** Not connected: nobody is known to be writing. */
  clear(): void {
    this.change({});
  }

  private change(next: TypingState): void {
    this.cancel();
    const at = nextExpiry(next);
    if (at !== undefined) {
      const now = this.clock.now();
      this.cancel = this.clock.after(at - now, () => this.change(expireTyping(this.current.get(), this.clock.now())));
    }
    if (Object.keys(next).length > 0 || Object.keys(this.current.get()).length > 0) this.current.set(next);
  }
}
