import { OpusDecoder } from 'opus-decoder';
import { levelOf } from './loudness.rules.js';

/** What one packet of sound says when it is listened to. */
export interface Heard {
  /** What the packet holds, whatever its container says. */
  readonly durationMs: number;
  /** From 0 to 1; null: it cannot be heard. */
  readonly level: number | null;
}

/** Listens to packets, one after the other. */
export interface Ear {
  hear(packet: Uint8Array): Heard;
  close(): void;
}

/** Decodes Opus. @returns null for what is neither mono nor stereo, which no telephone records */
export async function opusEar(channels: number): Promise<Ear | null> {
  if (channels !== 1 && channels !== 2) return null;
  const decoder = new OpusDecoder<48_000>({ channels, sampleRate: 48_000 });
  await decoder.ready;
  return {
    hear(packet) {
      const { channelData, samplesDecoded, errors } = decoder.decodeFrame(packet);
      if (errors.length > 0 || samplesDecoded === 0) return { durationMs: 0, level: null };
      const level = Math.max(0, ...channelData.map((samples) => levelOf(samples.subarray(0, samplesDecoded))));
      return { durationMs: samplesDecoded / 48, level };
    },
    close: () => decoder.free(),
  };
}
