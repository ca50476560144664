import { parseFile } from 'music-metadata';
import { listenToTrack, listenToWebm, type Sound } from './listen.js';

/**
 * Listens to what may be a voice message; of all other sounds it reads what the file says.
 * @returns null when it holds a picture as well, no sound, or is damaged
 */
export async function readSound(file: string, type: string): Promise<Sound | null> {
  try {
    if (type === 'audio/webm') return await listenToWebm(file);
    if (type === 'audio/ogg' || type === 'audio/mp4') return await listenToTrack(file);
    const { format } = await parseFile(file, { duration: true, skipCovers: true });
    if (format.hasVideo === true || format.hasAudio === false) return null;
    if (format.codec === undefined && format.sampleRate === undefined) return null;
    const durationMs = format.duration === undefined ? 0 : Math.round(format.duration * 1000);
    return { durationMs: durationMs > 0 ? durationMs : null, peaks: null };
  } catch {
    return null;
  }
}
