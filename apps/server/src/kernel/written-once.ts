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

/**
 * Marks a value as written once that holds others which are: as one of its members, or in a list of such. Their texts make
 * its own.
 */
export function writeOnceWithParts<T extends object>(value: T): T {
  (value as WrittenOnce)[TEXT] = jsonWithParts(value);
  return value;
}

/** As JSON.stringify writes it, an object with members, or lists, that are written once. */
export function jsonWithParts(value: object): string {
  let members = '';
  for (const key of Object.keys(value)) {
    const text = textOf((value as Record<string, unknown>)[key]);
    if (text !== undefined) members += `${members === '' ? '' : ','}${nameOf(key)}${text}`;
  }
  return `{${members}}`;
}

/** As JSON has them before a value. Of the answers and events that hold what is written once: a few dozen. */
const names = new Map<string, string>();

function nameOf(key: string): string {
  let name = names.get(key);
  if (name === undefined) names.set(key, (name = `${JSON.stringify(key)}:`));
  return name;
}

/** @returns undefined of what JSON leaves out */
function textOf(part: unknown): string | undefined {
  if (part === true) return 'true';
  if (isWrittenOnce(part)) return jsonOf(part);
  return isListWrittenOnce(part) ? jsonOfList(part) : JSON.stringify(part);
}

/** The JSON of a list of objects, each of which may be written once. */
export function jsonOfList(list: readonly object[]): string {
  return `[${list.map(jsonOf).join()}]`;
}

/** Whether it is a list whose first element is written once; then it holds nothing but objects. */
export function isListWrittenOnce(value: unknown): value is readonly object[] {
  return Array.isArray(value) && isWrittenOnce(value[0]);
}

/** Whether `jsonOf` keeps its text. */
export function isWrittenOnce(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (value as WrittenOnce)[TEXT] !== undefined;
}
