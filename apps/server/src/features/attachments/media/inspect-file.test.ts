import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimOf, mediaType } from '../attachments.rules.js';
import { m4a, ogg, webm } from '../testing/sounds.js';
import { inspectFile } from './inspect-file.js';
import { readWebm } from './webm-sound.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function inspect(bytes: Buffer, type: string, name = 'file') {
  const file = path.join(folder, 'upload');
  await writeFile(file, bytes);
  return inspectFile({ file, folder, name, claim: claimOf(type, name), claimedType: mediaType(type), maxPixels: 1e6 });
}

describe('sounds', () => {
  it.each([
    ['WebM with Opus, live', webm(12_340), 'audio/webm;codecs=opus', 'audio/webm', 12_340],
    ['WebM of fifteen minutes', webm(900_000), 'audio/webm', 'audio/webm', 900_000],
    ['Ogg with Opus', ogg(61_500), 'audio/ogg; codecs=opus', 'audio/ogg', 61_500],
    ['MP4 with AAC', m4a(7250), 'audio/mp4', 'audio/mp4', 7250],
  ])('[VO1] %s: as long as it is', async (_, bytes, claimed, type, durationMs) => {
    const verdict = await inspect(bytes, claimed);
    expect(verdict).toEqual({ kind: 'audio', type, durationMs: expect.closeTo(durationMs, -1.3) });
  });

  it('[FI5] a film that claims to be sound is refused, and as itself is a document', async () => {
    const film = webm(2000, { withPicture: true });
    expect(await inspect(film, 'audio/webm')).toEqual({ refused: 'unreadable' });
    expect(await inspect(film, 'video/webm')).toMatchObject({ kind: 'document' });
  });

  it('[VO1] whatever is cut off or changed in a recording, reading it ends', () => {
    const recording = webm(3000);
    for (let at = 0; at < recording.length; at += 7) {
      const { durationMs } = readWebm(recording.subarray(0, at));
      expect(durationMs === null || durationMs <= 3020).toBe(true);
      const changed = Buffer.from(recording);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      readWebm(changed);
    }
  });
});
