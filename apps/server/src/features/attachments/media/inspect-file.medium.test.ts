import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimOf, mediaType } from '../attachments.rules.js';
import { m4a, ogg, SILENCE, voiceOf, webm } from '../testing/sounds.js';
import { inspectFile } from './inspect-file.js';

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
    const peaks = type === 'audio/mp4' ? null : SILENCE;
    expect(verdict).toEqual({ kind: 'audio', type, durationMs: expect.closeTo(durationMs, -1.3), peaks });
  });

  it.each([
    ['blocks of 20 ms that are said to be 1 ms apart', webm(20_000, { stepMs: 1 }), 'audio/webm', 20_000],
    ['a minute of frames in a box that says a second', m4a(60_000, 1000), 'audio/mp4', 60_000],
  ])('[VO1][VO2] a container that lies is not believed: %s', async (_, bytes, claimed, durationMs) => {
    const verdict = await inspect(bytes, claimed);
    expect(verdict).toMatchObject({ kind: 'audio', durationMs: expect.closeTo(durationMs, -2) });
  });

  it('[VO2] half an hour of blocks that are said to take less than a minute is no voice message', async () => {
    const verdict = await inspect(webm(1_800_000, { stepMs: 0.5 }), 'audio/webm');
    expect(verdict).toMatchObject({ kind: 'audio', peaks: null });
    expect('kind' in verdict && verdict.kind === 'audio' ? verdict.durationMs : 0).toBeGreaterThan(901_000);
  });

  it('[VO3] the same voice is as loud in each container', async () => {
    const heard = await Promise.all(
      (['ogg', 'webm', 'mp4'] as const).map(async (container) => ({ container, bytes: await voiceOf(container) })),
    );
    const peaks: (readonly number[])[] = [];
    for (const { container, bytes } of heard) {
      const verdict = await inspect(bytes, `audio/${container}`);
      expect(verdict).toMatchObject({ kind: 'audio', durationMs: expect.closeTo(9005, -1.6) });
      peaks.push(('kind' in verdict && verdict.kind === 'audio' && verdict.peaks) || []);
    }
    const [first = [], ...others] = peaks;
    expect(Math.max(...first)).toBeGreaterThan(50);
    for (const other of others) {
      const apart = other.map((peak, bar) => Math.abs(peak - (first[bar] ?? 0))).toSorted((a, b) => a - b);
      // The bars of two that differ by some milliseconds have other edges.
      expect(apart[48]).toBeLessThan(10);
    }
  });

  it('[FI5] a film that claims to be sound is refused, and as itself is a document', async () => {
    const film = webm(2000, { withPicture: true });
    expect(await inspect(film, 'audio/webm')).toEqual({ refused: 'unreadable' });
    expect(await inspect(film, 'video/webm')).toMatchObject({ kind: 'document' });
  });

  it('[VO1] whatever is cut off or changed in a recording, listening to it ends, and it is never longer', async () => {
    for (const [container, bytes] of [
      ['webm', webm(1000)],
      ['ogg', ogg(1000)],
      ['mp4', m4a(1000)],
    ] as const) {
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 20)) {
        const cut = await inspect(bytes.subarray(0, at), `audio/${container}`);
        if ('kind' in cut && cut.kind === 'audio') expect(cut.durationMs ?? 0).toBeLessThanOrEqual(1020);
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0xff;
        expect(await inspect(changed, `audio/${container}`)).toBeDefined();
      }
    }
  });
});
