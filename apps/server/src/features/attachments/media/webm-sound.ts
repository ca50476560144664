/** Elements of Matroska (RFC 9559) that tell of tracks and of time. */
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_TYPE = 0x83;
const CLUSTER = 0x1f43b675;
const CLUSTER_TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const OPENED: ReadonlySet<number> = new Set([SEGMENT, INFO, TRACKS, TRACK, CLUSTER, BLOCK_GROUP]);

const PICTURE = 1;
const SOUND = 2;
const DEFAULT_SCALE_NS = 1_000_000;
/** What one block of Opus usually holds: the last one is not over when it begins. */
const BLOCK_MS = 20;

interface Webm {
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  /** Null without a single block. */
  readonly durationMs: number | null;
}

/**
 * What is in a WebM file, and how long it is: up to its last block. Browsers record live and never say the duration, nor
 * how large their clusters are, which libraries stumble over; so its elements are read here, through those of unknown
 * size. Whatever is wrong ends the reading.
 */
export function readWebm(bytes: Buffer): Webm {
  let scale = DEFAULT_SCALE_NS;
  let cluster = 0;
  let last: number | null = null;
  const types = new Set<number>();
  for (let at = 0; at < bytes.length;) {
    const id = readId(bytes, at);
    const size = id === null ? null : readSize(bytes, at + id.length);
    if (id === null || size === null) break;
    const from = at + id.length + size.length;
    if (OPENED.has(id.value)) {
      at = from;
      continue;
    }
    if (size.value === null) break;
    const to = Math.min(bytes.length, from + size.value);
    if (id.value === TIMESTAMP_SCALE) scale = readNumber(bytes, from, to) || DEFAULT_SCALE_NS;
    else if (id.value === TRACK_TYPE) types.add(readNumber(bytes, from, to));
    else if (id.value === CLUSTER_TIMESTAMP) cluster = readNumber(bytes, from, to);
    else if (id.value === SIMPLE_BLOCK || id.value === BLOCK) {
      const track = readSize(bytes, from);
      const place = from + (track?.length ?? 0);
      if (track !== null && place + 2 <= to) last = Math.max(last ?? 0, cluster + bytes.readInt16BE(place));
    }
    at = from + size.value;
  }
  const durationMs = last === null ? null : Math.round((last * scale) / 1_000_000) + BLOCK_MS;
  return { hasPicture: types.has(PICTURE), hasSound: types.has(SOUND), durationMs };
}

/** The zero bits before the first one say how long a number is. */
function lengthAt(bytes: Buffer, at: number, most: number): number | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  return length <= most && at + length <= bytes.length ? length : null;
}

function readId(bytes: Buffer, at: number): { readonly value: number; readonly length: number } | null {
  const length = lengthAt(bytes, at, 4);
  return length === null ? null : { value: bytes.readUIntBE(at, length), length };
}

/** `value` null: unknown, up to the next element that cannot be inside. */
function readSize(bytes: Buffer, at: number): { readonly value: number | null; readonly length: number } | null {
  const length = lengthAt(bytes, at, 8);
  if (length === null) return null;
  let value = (bytes[at] ?? 0) & (0xff >> length);
  let unknown = value === 0xff >> length;
  for (let place = at + 1; place < at + length; place += 1) {
    const byte = bytes[place] ?? 0;
    unknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return { value: unknown ? null : value, length };
}

function readNumber(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let place = from; place < Math.min(to, from + 8); place += 1) value = value * 256 + (bytes[place] ?? 0);
  return value;
}
