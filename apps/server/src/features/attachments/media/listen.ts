import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { VOICE_MAX_MS } from '@stm-chat/protocol';
import { EncodedPacketSink, FilePathSource, Input, MP4, OGG, QTFF } from 'mediabunny';
import { Loudness } from './loudness.rules.js';
import { type Ear, opusEar } from './opus-ear.js';
import { readWebm } from './webm-sound.js';

export interface Sound {
  /** Null when nothing says. */
  readonly durationMs: number | null;
  /** How loud it is, as bars from 0 to 100; null of what is longer than a voice message, or cannot be heard here. */
  readonly peaks: readonly number[] | null;
}

/** As far as anybody listens: what goes on is no voice message. */
const LISTEN_MS = VOICE_MAX_MS + 1000;
/** By so much the packets of an honest file may hold more than is played: what encoders put before and behind. */
const PADDING_MS = 100;

interface Packet {
  readonly data: Uint8Array | null;
  readonly atMs: number;
  /** As its container says; 0 when that does not. */
  readonly durationMs: number;
}

/**
 * Listens to what is in WebM. How long it is, its packets say, each of which is looked at: the container may promise
 * anything, and browsers that record live promise nothing.
 * @returns null when it holds a picture as well, no sound, or none that can be heard
 */
export async function listenToWebm(file: string): Promise<Sound | null> {
  const { hasPicture, hasSound, codec, channels, blocks } = readWebm(await readFile(file));
  if (hasPicture || !hasSound) return null;
  const ear = codec === 'A_OPUS' ? await opusEar(channels) : null;
  return listenTo(
    ear,
    (async function* () {
      for (const { data, atMs } of blocks) yield { data, atMs, durationMs: 0 };
    })(),
  );
}

/** The same of Ogg and MP4. @throws when it is damaged */
export async function listenToTrack(file: string): Promise<Sound | null> {
  const input = new Input({ source: new FilePathSource(file), formats: [OGG, MP4, QTFF] });
  try {
    if ((await input.getPrimaryVideoTrack()) !== null) return null;
    const track = await input.getPrimaryAudioTrack();
    if (track === null) return null;
    const ear = track.codec === 'opus' ? await opusEar(track.numberOfChannels) : null;
    return await listenTo(
      ear,
      (async function* () {
        for await (const { data, timestamp, duration } of new EncodedPacketSink(track).packets())
          yield { data, atMs: timestamp * 1000, durationMs: duration * 1000 };
      })(),
    );
  } finally {
    input.dispose();
  }
}

async function listenTo(ear: Ear | null, packets: AsyncIterable<Packet>): Promise<Sound | null> {
  const loudness = new Loudness(LISTEN_MS);
  let [count, heard, held, end] = [0, 0, 0, 0];
  try {
    for await (const { data, atMs, durationMs: said } of packets) {
      count += 1;
      // So that the program can say that it is at work.
      if (count % 500 === 0) await nextTurn();
      // Beyond that a packet lasts as long as it is said to.
      const { durationMs, level } =
        ear !== null && data !== null && held <= LISTEN_MS ? ear.hear(data) : { durationMs: said, level: null };
      held += durationMs;
      end = Math.max(end, atMs + (said > 0 ? said : durationMs));
      if (level === null) continue;
      heard += 1;
      loudness.add(atMs, durationMs, level);
    }
  } finally {
    ear?.close();
  }
  if (count === 0 || (ear !== null && heard === 0)) return null;
  const durationMs = Math.round(held > end + PADDING_MS ? held : end);
  return { durationMs, peaks: heard === 0 || durationMs > LISTEN_MS ? null : loudness.peaks(durationMs) };
}
