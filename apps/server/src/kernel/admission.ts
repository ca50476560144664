/**
 * Orders admission, not completion: the steps of one key begin one after the other, in the order in which they were
 * asked for; what they started runs on by itself.
 */
export class AdmissionQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /**
   * @param step admits one call; what it gives at once, or promises, means that the call entered the writer
   * @returns what `step` gave: at once when nothing of this key is being admitted and `step` did not have to wait
   */
  admit<T>(key: string, step: () => Promise<T>): Promise<T>;
  admit<T>(key: string, step: () => T | Promise<T>): T | Promise<T>;
  admit<T>(key: string, step: () => T | Promise<T>): T | Promise<T> {
    const before = this.#tails.get(key);
    const admitted = before === undefined ? step() : before.then(step, step);
    if (!(admitted instanceof Promise)) return admitted;
    this.#tails.set(key, admitted);
    const forget = () => {
      if (this.#tails.get(key) === admitted) this.#tails.delete(key);
    };
    admitted.then(forget, forget);
    return admitted;
  }
}
