/** Calls somebody else's function: what it throws is the page's to know, and must not stop what called it half-way. */
export function callListener<T extends readonly unknown[]>(listener: (...told: T) => void, ...told: T): void {
  try {
    listener(...told);
  } catch (error) {
    if (typeof reportError === 'function') return reportError(error);
    // In Node, where that is the same as an error in a timer.
    queueMicrotask(() => {
      throw error;
    });
  }
}
