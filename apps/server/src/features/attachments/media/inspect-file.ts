import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { documentType, IMAGE_FORMATS, isProgram, runsByName, soundType } from './file-types.js';
import { readSound } from './read-sound.js';
import { remakeImage } from './remake-image.js';
import type { Inspection, Verdict } from './verdict.js';

const HEAD_BYTES = 4096;

/**
 * Decides by content what a file is. What claims to be an image, a sound or a PDF has to be one; everything else is a
 * document, which nobody opens here and no browser shows.
 */
export async function inspectFile(inspection: Inspection): Promise<Verdict> {
  const { file, claim, claimedType } = inspection;
  const head = await readHead(file);
  // A signature that leads nowhere is a damaged file, of a type that nobody knows.
  const found = await fileTypeFromFile(file).catch(() => undefined);
  // Containers say their codecs too: `audio/ogg; codecs=opus`.
  const type = found?.mime.split(';')[0]?.trim() ?? null;
  if (isProgram(type, head) || runsByName(inspection.name)) return { refused: 'executable' };
  const format = type === null ? undefined : IMAGE_FORMATS[type];
  if (type !== null && format !== undefined) return remakeImage(inspection, type, format);
  if (claim === 'image') return { refused: type?.startsWith('image/') === true ? 'unsupported' : 'type_mismatch' };
  const sound = type === null ? null : soundType(type);
  if (type !== null && sound !== null) {
    const heard = await readSound(file, sound);
    if (heard !== null) return { kind: 'audio', type: sound, ...heard };
    if (claim === 'audio') return { refused: 'unreadable' };
  }
  if (claim === 'audio') return { refused: 'type_mismatch' };
  if (claim === 'pdf' && type !== 'application/pdf') return { refused: 'type_mismatch' };
  // A picture that nobody can make anew would keep the place where it was taken.
  if (type?.startsWith('image/') === true && !/svg/.test(type)) return { refused: 'unsupported' };
  return { kind: 'document', type: documentType(type, claimedType, head) };
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
