import { deflateSync } from 'node:zlib';
import { halves, photoWithPlace, picture } from './pictures.js';
import type { TestFile } from './tus.js';

export interface HostileFile extends TestFile {
  readonly what: string;
  /** The reason of its refusal, or as what it is taken. */
  readonly expected: { readonly refused: string } | { readonly type: string; readonly without?: readonly string[] };
}

const SCRIPT = '<script>alert(document.domain)</script>';
const text = (content: string) => Buffer.from(content, 'latin1');

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xed_b8_83_20 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Buffer): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A few hundred bytes that would be gigabytes once opened. */
function pngBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(64 * 1024));
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG with a text beside the picture. */
async function pngWithText(content: string): Promise<Buffer> {
  const png = await picture('png');
  const end = png.length - 12;
  return Buffer.concat([png.subarray(0, end), pngChunk('tEXt', text(`Comment\0${content}`)), png.subarray(end)]);
}

/** Many frames of a canvas that is not too large by itself, each with a single point on it. */
function longAnimation(): Buffer {
  const [side, frames] = [3000, 20];
  const head = Buffer.alloc(13);
  head.write('GIF89a', 'latin1');
  head.writeUInt16LE(side, 6);
  head.writeUInt16LE(side, 8);
  head[10] = 0x80;
  const colours = Buffer.from([0, 0, 0, 255, 255, 255]);
  const frame = Buffer.from([
    ...[0x21, 0xf9, 4, 4, 10, 0, 0, 0],
    ...[0x2c, 0, 0, 0, 0, side & 255, side >> 8, side & 255, side >> 8, 0],
    ...[2, 2, 0x44, 0x01, 0],
  ]);
  return Buffer.concat([head, colours, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}

const ZIP = Buffer.concat([text('PK\u0003\u0004\u0014\0\0\0\0\0'), Buffer.alloc(40), text('payload.js')]);
const EXE = Buffer.concat([text('MZ\u0090\0'), Buffer.alloc(60), text('PE\0\0'), Buffer.alloc(200)]);
const ELF = Buffer.concat([text('\u007fELF\u0002\u0001\u0001\0'), Buffer.alloc(200)]);
const HEIC = Buffer.concat([Buffer.from([0, 0, 0, 24]), text('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)]);
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`;
const HTML = `<!doctype html><html><body>${SCRIPT}</body></html>`;

/** What somebody with bad intentions sends, and what has to become of it. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const jpeg = await picture('jpeg');
  const png = await picture('png');
  const gif = await picture('gif');
  const place = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' }, IFD0: { Make: 'SecretPhone' } };
  const octets = 'application/octet-stream';
  const image = (what: string, bytes: Buffer, expected: HostileFile['expected'], type = 'image/png') => ({
    what,
    name: 'picture.png',
    type,
    bytes,
    expected,
  });
  return [
    image(
      'a GIF that is a script too',
      text(`GIF89a/*${'\0'.repeat(20)}*/=1;alert(1)//`),
      { refused: 'unreadable' },
      'image/gif',
    ),
    image(
      'a JPEG with an archive behind it',
      Buffer.concat([jpeg, ZIP]),
      { type: 'image/jpeg', without: ['PK\u0003\u0004', 'payload.js'] },
      'image/jpeg',
    ),
    image(
      'a JPEG with a page behind it',
      Buffer.concat([jpeg, text(HTML)]),
      { type: 'image/jpeg', without: ['<script'] },
      'image/jpeg',
    ),
    image('a PNG with a script in a comment', await pngWithText(SCRIPT), { type: 'image/png', without: ['<script'] }),
    image(
      'a photo with the place where it was taken',
      await photoWithPlace(),
      { type: 'image/jpeg', without: ['SecretPhone', 'SecretOwner', 'Exif'] },
      'image/jpeg',
    ),
    image(
      'a WebP with a place',
      await halves().webp().withExif(place).toBuffer(),
      { type: 'image/webp', without: ['SecretPhone', 'EXIF'] },
      'image/webp',
    ),
    image('a PNG with a place', await halves().png().withExif(place).toBuffer(), {
      type: 'image/png',
      without: ['SecretPhone', 'eXIf'],
    }),
    image(
      'a TIFF with a place',
      // EXIF is not written into this format; XMP holds a place as well.
      await halves().tiff().withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretPhone</x:xmpmeta>').toBuffer(),
      { type: 'image/jpeg', without: ['SecretPhone'] },
      'image/tiff',
    ),
    image('a page that claims to be an image', text(HTML), { refused: 'type_mismatch' }),
    image('an SVG that claims to be a PNG', text(SVG), { refused: 'type_mismatch' }),
    image('a PDF that claims to be an image', text('%PDF-1.7\n1 0 obj\n'), { refused: 'type_mismatch' }),
    image('a program that claims to be an image', EXE, { refused: 'executable' }, 'image/jpeg'),
    image('an image of 2,500 million pixels in a few bytes', pngBomb(50_000), { refused: 'too_many_pixels' }),
    image('an animation of 180 million pixels', longAnimation(), { refused: 'too_many_pixels' }, 'image/gif'),
    image('a JPEG that ends in the middle', jpeg.subarray(0, jpeg.length / 2), { refused: 'unreadable' }, 'image/jpeg'),
    image('a PNG that ends in the middle', png.subarray(0, png.length / 2), { refused: 'unreadable' }),
    image('a GIF that is only a head', gif.subarray(0, 14), { refused: 'unreadable' }, 'image/gif'),
    image('a format that nobody here can make anew', HEIC, { refused: 'unsupported' }, 'image/heic'),
    {
      what: 'that format as a document',
      name: 'a.bin',
      type: octets,
      bytes: HEIC,
      expected: { refused: 'unsupported' },
    },
    {
      what: 'an image that claims to be a text',
      name: 'a.txt',
      type: 'text/plain',
      bytes: await photoWithPlace(),
      expected: { type: 'image/jpeg', without: ['SecretPhone'] },
    },
    { what: 'an SVG', name: 'a.svg', type: 'image/svg+xml', bytes: text(SVG), expected: { type: octets } },
    { what: 'a page', name: 'a.html', type: 'text/html', bytes: text(HTML), expected: { type: octets } },
    {
      what: 'a page that claims to be text',
      name: 'a.txt',
      type: 'text/plain',
      bytes: text(HTML),
      expected: { type: 'text/plain' },
    },
    {
      what: 'a page with the head of a PDF',
      name: 'a.pdf',
      type: 'application/pdf',
      bytes: text(`%PDF-1.4\n${HTML}`),
      expected: { type: 'application/pdf' },
    },
    {
      what: 'an archive that claims to be a PDF',
      name: 'a.pdf',
      type: 'application/pdf',
      bytes: ZIP,
      expected: { refused: 'type_mismatch' },
    },
    {
      what: 'a program that claims to be a PDF',
      name: 'bill.pdf',
      type: 'application/pdf',
      bytes: EXE,
      expected: { refused: 'executable' },
    },
    { what: 'a program of Linux', name: 'run', type: octets, bytes: ELF, expected: { refused: 'executable' } },
    {
      what: 'a script of a shell',
      name: 'run.sh',
      type: 'text/plain',
      bytes: text('#!/bin/sh\nrm -rf /\n'),
      expected: { refused: 'executable' },
    },
    ...['bill.pdf.scr', 'offer.BAT', 'open me.hta', 'photo.jpg.js ', 'Setup.msi.', 'photo\u202Egpj.vbs'].map(
      (name) => ({
        what: `what a double click runs: ${JSON.stringify(name)}`,
        name,
        type: 'text/plain',
        bytes: text('start calc'),
        expected: { refused: 'executable' },
      }),
    ),
    {
      what: 'a shortcut that is called a text',
      name: 'read me.txt',
      type: 'text/plain',
      bytes: Buffer.concat([
        Buffer.from([0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46]),
        Buffer.alloc(60),
      ]),
      expected: { refused: 'executable' },
    },
    {
      what: 'a name that only sounds like a program',
      name: 'the bat.txt',
      type: 'text/plain',
      bytes: text('It flies at night.'),
      expected: { type: 'text/plain' },
    },
    {
      what: 'a text that claims to be sound',
      name: 'a.mp3',
      type: 'audio/mpeg',
      bytes: text('no sound at all, but words'),
      expected: { refused: 'type_mismatch' },
    },
  ];
}

/** Names as attackers choose them, and as they are kept. */
export const hostileNames: readonly (readonly [string, string])[] = [
  ['../../etc/passwd', 'passwd'],
  [String.raw`..\..\windows\boot.ini`, 'boot.ini'],
  ['/absolute/report.txt', 'report.txt'],
  ['photo\u202Etxt.exe', 'phototxt.exe'],
  ['a\u0000b\r\nSet-Cookie: x=1.txt', 'abSet-Cookie_ x=1.txt'],
  ['...', 'file'],
  ['..', 'file'],
  ['"quoted"; filename=evil.txt', '_quoted_; filename=evil.txt'],
  ['فاتورة شهر مايو.txt', 'فاتورة شهر مايو.txt'],
];
