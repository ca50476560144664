import { readFile } from 'node:fs/promises';
import { parseFile } from 'music-metadata';
import { readWebm } from './webm-sound.js';

interface Sound {
  /** Null when the container does not say. */
  readonly durationMs: number | null;
}

/**
 * Listens to nothing, and reads what the container says.
 * @returns null when it holds a picture as well, no sound, or is damaged
 */
export async function readSound(file: string, type: string): Promise<Sound | null> {
  if (type === 'audio/webm') {
    const { hasPicture, hasSound, durationMs } = readWebm(await readFile(file));
    return hasSound && !hasPicture ? { durationMs } : null;
  }
  try {
    const { format } = await parseFile(file, { duration: true, skipCovers: true });
    if (format.hasVideo === true || format.hasAudio === false) return null;
    if (format.codec === undefined && format.sampleRate === undefined) return null;
    const durationMs = format.duration === undefined ? 0 : Math.round(format.duration * 1000);
    return { durationMs: durationMs > 0 ? durationMs : null };
  } catch {
    return null;
  }
}
