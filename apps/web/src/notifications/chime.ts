/** Two short notes, a fifth apart; frequencies in hertz, times in seconds. */
const NOTES = [
  { frequency: 660, at: 0 },
  { frequency: 990, at: 0.09 },
] as const;
const LENGTH = 0.22;
const VOLUME = 0.12;

let context: AudioContext | undefined;

/** Plays the sound of a message; nothing where the browser does not allow sounds yet, before the first press on a page. */
export async function playChime(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume();
  for (const { frequency, at } of NOTES) {
    const begin = context.currentTime + at;
    const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(VOLUME, begin + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + LENGTH);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(begin);
    oscillator.stop(begin + LENGTH);
  }
}
