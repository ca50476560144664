/** Levels of one stretch of time each: as long as a packet of Opus usually is. */
const SLOT_MS = 20;
const BARS = 64;

/** The ear hears powers, not amplitudes: a whisper is to be seen too. The same as recorders draw while they listen. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.min(1, Math.sqrt(Math.sqrt(sum / samples.length) * 2));
}

/** How loud a sound is over its time; what was never said is silence. */
export class Loudness {
  readonly #slots: Float32Array;

  /** @param mostMs what comes later is left out */
  constructor(mostMs: number) {
    this.#slots = new Float32Array(Math.ceil(mostMs / SLOT_MS));
  }

  /** @param level from 0 to 1 */
  add(fromMs: number, durationMs: number, level: number): void {
    const from = Math.max(0, Math.floor(fromMs / SLOT_MS));
    const to = Math.min(this.#slots.length, Math.max(from + 1, Math.round((fromMs + durationMs) / SLOT_MS)));
    for (let slot = from; slot < to; slot += 1) this.#slots[slot] = Math.max(this.#slots[slot] ?? 0, level);
  }

  /** So many bars that stand for all of it, each the loudest of its part: whole numbers from 0 to 100. */
  peaks(durationMs: number): number[] {
    const slots = this.#slots.subarray(0, Math.max(1, Math.ceil(durationMs / SLOT_MS)));
    return Array.from({ length: BARS }, (_, bar) => {
      const from = Math.floor((bar * slots.length) / BARS);
      const to = Math.max(from + 1, Math.floor(((bar + 1) * slots.length) / BARS));
      return Math.round(100 * slots.subarray(from, to).reduce((most, level) => Math.max(most, level), 0));
    });
  }
}
