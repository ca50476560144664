/** Elements of Matroska (RFC 9559) that tell of tracks and of time. */
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_TYPE = 0x83;
const CODEC = 0x86;
const AUDIO = 0xe1;
const CHANNELS = 0x9f;
const CLUSTER = 0x1f43b675;
const CLUSTER_TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const OPENED: ReadonlySet<number> = new Set([SEGMENT, INFO, TRACKS, TRACK, AUDIO, CLUSTER, BLOCK_GROUP]);

const PICTURE = 1;
const SOUND = 2;
/** Bits of a block's flags. */
const LACING = 0x06;
/** As many as hours have; a file of nothing but blocks is not held whole. */
const BLOCKS_MAX = 1_000_000;
const DEFAULT_SCALE_NS = 1_000_000;

/** What a WebM file holds. */
export interface Webm {
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  /** Of the first track with sound: `A_OPUS`. */
  readonly codec: string;
  readonly channels: number;
  readonly blocks: readonly WebmBlock[];
}

export interface WebmBlock {
  readonly atMs: number;
  /** Null of a block that holds several, which no browser writes. */
  readonly data: Buffer | null;
}

/**
 * Reads a WebM file through. Browsers record live and never say the duration, nor how large their clusters are, which
 * libraries stumble over (one of them for ever, when the end is missing); so its elements are read here, through those of
 * unknown size. Whatever is wrong ends the reading.
 */
export function readWebm(bytes: Buffer): Webm {
  let scale = DEFAULT_SCALE_NS;
  let cluster = 0;
  let codec = '';
  let channels = 1;
  const blocks: { readonly ticks: number; readonly data: Buffer | null }[] = [];
  const types = new Set<number>();
  for (let at = 0; at < bytes.length && blocks.length < BLOCKS_MAX;) {
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
    else if (id.value === CODEC) codec ||= bytes.toString('latin1', from, to);
    else if (id.value === CHANNELS) channels = readNumber(bytes, from, to);
    else if (id.value === CLUSTER_TIMESTAMP) cluster = readNumber(bytes, from, to);
    else if (id.value === SIMPLE_BLOCK || id.value === BLOCK) {
      const track = readSize(bytes, from);
      const place = from + (track?.length ?? 0);
      if (track !== null && place + 3 <= to) {
        const laced = ((bytes[place + 2] ?? 0) & LACING) !== 0;
        blocks.push({ ticks: cluster + bytes.readInt16BE(place), data: laced ? null : bytes.subarray(place + 3, to) });
      }
    }
    at = from + size.value;
  }
  const toMs = (ticks: number): number => (ticks * scale) / 1_000_000;
  return {
    hasPicture: types.has(PICTURE),
    hasSound: types.has(SOUND),
    ...{ codec, channels },
    blocks: blocks.map(({ ticks, data }) => ({ atMs: toMs(ticks), data })),
  };
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
