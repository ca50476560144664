import { PEAKS_MAX, PEAKS_MIN } from '@stm-chat/protocol';

export type Kind = 'image' | 'audio' | 'document';

const NAME_MAX = 200;
/** Control characters, and those that turn the direction of what follows: `gpj.exe` must not be shown as `exe.jpg`. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** What a file is called from now on: one name, without a path, that every system can write. */
export function cleanName(given: string): string {
  const name = (given.toWellFormed().split(/[/\\]/).at(-1) ?? '')
    .replaceAll(UNSEEN, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const letters = Array.from(name);
  if (letters.length <= NAME_MAX) return name || 'file';
  const extension = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? '';
  return letters.slice(0, NAME_MAX - extension.length).join('') + extension;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** An image that was made anew as another format gets that format's extension. */
export function nameOfType(name: string, type: string): string {
  const wanted = EXTENSIONS[type];
  const present = /\.([^.]{1,10})$/u.exec(name)?.[1]?.toLowerCase();
  if (wanted === undefined || present === wanted || (wanted === 'jpg' && present === 'jpeg')) return name;
  return cleanName(`${present === undefined ? name : name.slice(0, -present.length - 1)}.${wanted}`);
}

/** What an uploader says that a file is; without a usable type its name says it. */
export function claimOf(type: string, name: string): Kind | 'pdf' {
  const plain = mediaType(type);
  if (plain === 'image/svg+xml') return 'document';
  if (plain.startsWith('image/')) return 'image';
  if (plain.startsWith('audio/')) return 'audio';
  if (plain === 'application/pdf') return 'pdf';
  if (plain !== '' && plain !== 'application/octet-stream') return 'document';
  if (/\.(?:jpe?g|png|webp|gif|avif|tiff?|hei[cf])$/i.test(name)) return 'image';
  if (/\.(?:mp3|m4a|ogg|oga|opus|wav|flac|aac)$/i.test(name)) return 'audio';
  return /\.pdf$/i.test(name) ? 'pdf' : 'document';
}

/** A media type without its parameters, in lower case; '' for what is none. */
export function mediaType(given: string): string {
  return /^\s*([\w.+-]{1,60}\/[\w.+-]{1,60})\s*(?:;|$)/.exec(given)?.[1]?.toLowerCase() ?? '';
}

/**
 * How loud a voice message is, as the device that recorded it says: `12,40,…`.
 * @returns null for what is not a list of 16 to 128 whole numbers from 0 to 100
 */
export function readPeaks(given: string): number[] | null {
  if (!/^\d{1,3}(?:,\d{1,3})*$/.test(given)) return null;
  const peaks = given.split(',').map(Number);
  if (peaks.length < PEAKS_MIN || peaks.length > PEAKS_MAX) return null;
  return peaks.every((peak) => peak <= 100) ? peaks : null;
}

/** Types that browsers show without running anything in them. Images are our own, made anew. */
const INLINE = new Set([
  ...Object.keys(EXTENSIONS),
  'audio/webm',
  'audio/ogg',
  'audio/mp4',
  'audio/mpeg',
  'audio/wav',
  'audio/flac',
  'audio/aac',
  'application/pdf',
]);

/** How a file is handed out: whether it may be shown in its place, and as what. */
export function servedAs(type: string): {
  readonly inline: boolean;
  readonly contentType: string;
  readonly csp: string;
} {
  const inline = INLINE.has(type);
  const closed = "default-src 'none'; frame-ancestors 'self'";
  return {
    inline,
    contentType: inline ? type : 'application/octet-stream',
    // Browsers do not open their PDF viewer in a sandbox; what is in a PDF has no origin anyway.
    csp: type === 'application/pdf' ? closed : `${closed}; sandbox`,
  };
}

/** The header of RFC 6266, with a plain name beside the real one. */
export function dispositionOf(inline: boolean, name: string): string {
  const plain = name.replaceAll(/[^\u0020-\u007E]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
