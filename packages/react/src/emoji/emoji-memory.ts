const RECENT_KEY = 'stm-emoji-recent';
const TONE_KEY = 'stm-emoji-tone';
const RECENT_MAX = 16;

/** The emoji that were used last on this device, latest first. */
export function recentEmoji(): readonly string[] {
  const kept: unknown = parse(read(RECENT_KEY));
  return Array.isArray(kept)
    ? kept.filter((each): each is string => typeof each === 'string').slice(0, RECENT_MAX)
    : [];
}

export function rememberEmoji(emoji: string): void {
  write(RECENT_KEY, JSON.stringify([emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, RECENT_MAX)));
}

/** The skin tone that was chosen on this device: 0 for none, 1 to 5 from light to dark. */
export function chosenTone(): number {
  const tone = Number(read(TONE_KEY) ?? 0);
  return Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0;
}

export function chooseTone(tone: number): void {
  write(TONE_KEY, String(tone));
}

/** Storage may be full or forbidden: then nothing is remembered. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
