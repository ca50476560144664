const TEXT = Symbol('json');

interface WrittenOnce {
  [TEXT]?: string;
}

/**
 * Marks a value that leaves several times (an acknowledgement holds it, an event brings it) as written once: its JSON is
 * made the first time and kept with it. It must not be changed any more.
 */
export function writeOnce<T extends object>(value: T): T {
  (value as WrittenOnce)[TEXT] = '';
  return value;
}

/** The JSON of a value; of one that is marked, always the same text. */
export function jsonOf(value: object): string {
  const marked = value as WrittenOnce;
  const text = marked[TEXT];
  if (text === undefined) return JSON.stringify(value);
  return text === '' ? (marked[TEXT] = JSON.stringify(value)) : text;
}

/** Whether `jsonOf` keeps its text. */
export function isWrittenOnce(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (value as WrittenOnce)[TEXT] !== undefined;
}
