import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  Mp4OutputFormat,
  OGG,
  Output,
  WebMOutputFormat,
} from 'mediabunny';

/** Voice messages, as browsers record them, without anything that could be heard: containers around empty packets. */

const uint = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const ascii = (text: string) => Buffer.from(text, 'latin1');

function element(id: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([ebmlId(id), uint(0x10_00_00_00 + body.length, 4), body]);
}

function ebmlId(id: number): Buffer {
  return uint(id, Math.ceil(Math.log2(id + 1) / 8));
}

/** As Chromium and Firefox write one live: nothing says how long it is. */
export function webm(
  durationMs: number,
  /** `stepMs`: how far apart its blocks of 20 ms are said to be. */
  { withPicture = false, stepMs = 20 } = {},
): Buffer {
  const track = (number: number, type: number, codec: string, more: Buffer) =>
    element(
      0xae,
      element(0xd7, uint(number, 1)),
      element(0x73c5, uint(number, 1)),
      element(0x83, uint(type, 1)),
      element(0x86, ascii(codec)),
      more,
    );
  const sound = track(1, 2, 'A_OPUS', element(0xe1, element(0xb5, floatOf(48_000)), element(0x9f, uint(1, 1))));
  const picture = track(2, 1, 'V_VP8', element(0xe0, element(0xb0, uint(64, 2)), element(0xba, uint(64, 2))));
  const clusters: Buffer[] = [];
  for (let at = 0; at < durationMs; at += 1000) {
    const blocks: Buffer[] = [];
    for (let place = 0; place < 1000 && at + place < durationMs; place += 20) {
      const said = Math.floor((place / 20) * stepMs);
      blocks.push(element(0xa3, Buffer.from([0x81]), uint(said, 2), Buffer.from([0x80, 0xf8, 0xff, 0xfe])));
    }
    clusters.push(
      Buffer.concat([
        ebmlId(0x1f_43_b6_75),
        Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        element(0xe7, uint(Math.floor((at / 20) * stepMs), 4)),
        ...blocks,
      ]),
    );
  }
  return Buffer.concat([
    element(
      0x1a_45_df_a3,
      element(0x4286, uint(1, 1)),
      element(0x42f7, uint(1, 1)),
      element(0x42f2, uint(4, 1)),
      element(0x42f3, uint(8, 1)),
      element(0x4282, ascii('webm')),
      element(0x4287, uint(4, 1)),
      element(0x4285, uint(2, 1)),
    ),
    ebmlId(0x18_53_80_67),
    Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    element(
      0x15_49_a9_66,
      element(0x2a_d7_b1, uint(1_000_000, 3)),
      element(0x4d80, ascii('Chrome')),
      element(0x5741, ascii('Chrome')),
    ),
    element(0x16_54_ae_6b, sound, ...(withPicture ? [picture] : [])),
    ...clusters,
  ]);
}

function floatOf(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatBE(value);
  return buffer;
}

/** Ogg with Opus: a page each second. */
export function ogg(durationMs: number): Buffer {
  const preSkip = 312;
  const head = Buffer.concat([
    ascii('OpusHead'),
    Buffer.from([1, 1, 0x38, 0x01]),
    Buffer.from([0x80, 0xbb, 0, 0, 0, 0, 0]),
  ]);
  const vendor = Buffer.concat([ascii('OpusTags'), Buffer.from([4, 0, 0, 0]), ascii('test'), Buffer.alloc(4)]);
  const page = (nth: number, flags: number, granule: number, packets: readonly Buffer[]) => {
    const header = Buffer.alloc(27 + packets.length);
    header.write('OggS', 0, 'latin1');
    header[5] = flags;
    header.writeBigUInt64LE(BigInt(granule), 6);
    header.writeUInt32LE(7, 14);
    header.writeUInt32LE(nth, 18);
    header[26] = packets.length;
    for (const [at, { length }] of packets.entries()) header[27 + at] = length;
    const whole = Buffer.concat([header, ...packets]);
    whole.writeUInt32LE(oggCrc(whole), 22);
    return whole;
  };
  const pages: Buffer[] = [];
  const count = Math.ceil((durationMs * 48 + preSkip) / 960);
  for (let at = 0; at < count; at += 50) {
    const packets = Array.from({ length: Math.min(50, count - at) }, () => Buffer.from([0xf8, 0xff, 0xfe]));
    const last = at + packets.length === count;
    const granule = last ? durationMs * 48 + preSkip : (at + packets.length) * 960;
    pages.push(page(2 + at / 50, last ? 4 : 0, granule, packets));
  }
  return Buffer.concat([page(0, 2, 0, [head]), page(1, 0, 0, [vendor]), ...pages]);
}

function oggCrc(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc = (crc ^ (byte << 24)) >>> 0;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80_00_00_00 ? ((crc << 1) ^ 0x04_c1_1d_b7) >>> 0 : (crc << 1) >>> 0;
  }
  return crc;
}

/** MP4 with AAC, as Safari writes one; its boxes may say another duration. */
export function m4a(actualMs: number, durationMs = actualMs): Buffer {
  const frames = Math.ceil((actualMs * 48) / 1024);
  const FRAME = 8;
  const box = (type: string, ...content: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(content);
    return Buffer.concat([uint(body.length + 8, 4), ascii(type), body]);
  };
  const full = (type: string, ...content: readonly Buffer[]) => box(type, uint(0, 4), ...content);
  const mvhd = full(
    'mvhd',
    uint(0, 4),
    uint(0, 4),
    uint(1000, 4),
    uint(durationMs, 4),
    uint(0x1_00_00, 4),
    uint(0x1_00, 2),
    Buffer.alloc(10),
    Buffer.alloc(36),
    Buffer.alloc(24),
    uint(2, 4),
  );
  const tkhd = full('tkhd', uint(0, 4), uint(0, 4), uint(1, 4), uint(0, 4), uint(durationMs, 4), Buffer.alloc(60));
  const mdhd = full('mdhd', uint(0, 4), uint(0, 4), uint(48_000, 4), uint(durationMs * 48, 4), uint(0, 4));
  const hdlr = full('hdlr', uint(0, 4), ascii('soun'), Buffer.alloc(12), ascii('Sound\0'));
  const mp4a = box(
    'mp4a',
    Buffer.alloc(6),
    uint(1, 2),
    Buffer.alloc(8),
    uint(1, 2),
    uint(16, 2),
    uint(0, 4),
    uint(48_000, 2),
    uint(0, 2),
    full('esds', Buffer.from('031900000004114015000000000000000000000005021188060102', 'hex')),
  );
  const ftyp = box('ftyp', ascii('M4A '), uint(0, 4), ascii('M4A isom'));
  const stbl = box(
    'stbl',
    full('stsd', uint(1, 4), mp4a),
    full('stts', uint(1, 4), uint(frames, 4), uint(1024, 4)),
    full('stsc', uint(1, 4), uint(1, 4), uint(frames, 4), uint(1, 4)),
    full('stsz', uint(FRAME, 4), uint(frames, 4)),
    full('stco', uint(1, 4), uint(ftyp.length + 8, 4)),
  );
  const trak = box('trak', tkhd, box('mdia', mdhd, hdlr, box('minf', full('smhd', uint(0, 4)), stbl)));
  return Buffer.concat([ftyp, box('mdat', Buffer.alloc(frames * FRAME)), box('moov', mvhd, trak)]);
}

export const PEAKS = Array.from({ length: 32 }, (_, n) => (n * 7) % 101);

/** What all of these sound like. */
export const SILENCE = Array.from({ length: 64 }, () => 0);

const SPOKEN = new URL('../../../../demo-files/at-the-door.ogg', import.meta.url);

/** Nine seconds of somebody who speaks (Opus), in one of the containers that browsers record in. */
export async function voiceOf(container: 'ogg' | 'webm' | 'mp4'): Promise<Buffer> {
  const bytes = await readFile(fileURLToPath(SPOKEN));
  if (container === 'ogg') return bytes;
  const input = new Input({ source: new BufferSource(new Uint8Array(bytes)), formats: [OGG] });
  const track = await input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (track === null || config == null) throw new Error('nobody speaks');
  const format = container === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target: new BufferTarget() });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, { decoderConfig: config });
  await output.finalize();
  return Buffer.from(output.target.buffer ?? new ArrayBuffer(0));
}
