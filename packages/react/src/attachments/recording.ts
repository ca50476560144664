import { PEAKS_MAX, PEAKS_MIN, VOICE_MAX_MS } from '@stm-chat/protocol';

/** Opus where the browser has it, AAC where not. */
const TYPES = [
  ...['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4;codecs=opus'],
  ...['audio/mp4;codecs=mp4a.40.2', 'audio/mp4'],
];
const LOOK_MS = 60;
const BITS_PER_SECOND = 32_000;
const PEAKS = 64;

export interface Recorded {
  readonly file: Blob;
  readonly durationMs: number;
  /** From 0 to 100. */
  readonly peaks: readonly number[];
}

/** A microphone at work. */
export interface Recording {
  readonly paused: boolean;
  /** Without the pauses. */
  readonly durationMs: number;
  /** How loud it was, from the beginning, from 0 to 1. */
  readonly levels: readonly number[];
  pause(): void;
  resume(): void;
  /** Ends it, and gives what there is. */
  finish(): Promise<Recorded>;
  /** Ends it, and forgets what there is. */
  discard(): void;
}

/**
 * Begins to record.
 * @param onChange some times a second, and when it ended by itself after fifteen minutes
 * Throws what `getUserMedia` throws: `NotAllowedError` when it is forbidden, `NotFoundError` without a microphone.
 */
export async function record(onChange: (full: boolean) => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true },
  });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, {
    ...(mimeType === undefined ? {} : { mimeType }),
    audioBitsPerSecond: BITS_PER_SECOND,
  });
  const parts: Blob[] = [];
  const levels: number[] = [];
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let passed = 0;
  let since = performance.now();
  const duration = () => passed + (recorder.state === 'recording' ? performance.now() - since : 0);

  recorder.addEventListener('dataavailable', ({ data }) => void parts.push(data));
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }));
  // Pieces, so that what was recorded is there whatever ends it.
  recorder.start(1000);
  const timer = setInterval(() => {
    if (recorder.state !== 'recording') return;
    analyser.getFloatTimeDomainData(samples);
    levels.push(loudness(samples));
    const full = duration() >= VOICE_MAX_MS - 500;
    if (full) pause();
    onChange(full);
  }, LOOK_MS);
  function pause(): void {
    if (recorder.state !== 'recording') return;
    passed = duration();
    recorder.pause();
  }
  const end = (): void => {
    clearInterval(timer);
    passed = duration();
    if (recorder.state !== 'inactive') recorder.stop();
    for (const track of stream.getTracks()) track.stop();
    if (context.state !== 'closed') void context.close();
  };
  return {
    levels,
    get paused() {
      return recorder.state !== 'recording';
    },
    get durationMs() {
      return duration();
    },
    pause() {
      pause();
      onChange(false);
    },
    resume() {
      if (recorder.state !== 'paused') return;
      since = performance.now();
      recorder.resume();
      onChange(false);
    },
    async finish() {
      end();
      await stopped;
      const type = (recorder.mimeType || mimeType || 'audio/webm').split(';')[0] ?? 'audio/webm';
      return { file: new Blob(parts, { type }), durationMs: Math.round(passed), peaks: peaksOf(levels) };
    },
    discard: end,
  };
}

/** The ear hears powers, not amplitudes: a whisper is to be seen too. */
function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.min(1, Math.sqrt(Math.sqrt(sum / samples.length) * 2));
}

/** So many bars that stand for all levels, each the loudest of its part, from 0 to 100. */
function peaksOf(levels: readonly number[]): number[] {
  const count = Math.min(PEAKS_MAX, Math.max(PEAKS_MIN, PEAKS));
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count));
    return Math.round(100 * Math.max(0, ...levels.slice(from, to)));
  });
}
