/** Listeners of one kind of news: how a feature tells those above it what happened, without knowing them. */
export class News<T> {
  readonly #listeners: ((item: T) => void)[] = [];

  /** @param onError gets what a listener threw: one bad listener harms neither the others nor the teller */
  constructor(private readonly onError: (error: unknown) => void) {}

  subscribe(listener: (item: T) => void): void {
    this.#listeners.push(listener);
  }

  tell(item: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(item);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
