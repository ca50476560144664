/** Image formats that are opened, with the name that the decoder has for each; all others stay closed. */
export const IMAGE_FORMATS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'heif',
  'image/tiff': 'tiff',
};

/** Programs: nothing that a chat about a job needs, and the one thing that hurts whoever opens it. */
const PROGRAMS = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/vnd.android.package-archive',
  'application/java-vm',
  'application/x.ms.shortcut',
  'application/x-ms-shortcut',
  'application/x-deb',
  'application/x-rpm',
  'application/vnd.microsoft.portable-executable',
]);

export function isProgram(type: string | null, head: Buffer): boolean {
  return (type !== null && PROGRAMS.has(type)) || (type === null && head.subarray(0, 2).toString('latin1') === '#!');
}

/** What a double click runs, whatever is in it: the systems of those who get it decide by the name. */
const RUN_BY_NAME =
  /\.(?:bat|cmd|com|exe|scr|pif|cpl|msi|msp|mst|hta|jse?|mjs|vbs?|vbe|ws[cfh]?|ps[12]|psm1|lnk|url|scf|reg|inf|jar|apk|app|dmg|pkg|deb|rpm|sh|command|desktop|appimage)$/i;

export function runsByName(name: string): boolean {
  return RUN_BY_NAME.test(name.trimEnd().replace(/[. ]+$/, ''));
}

/** Containers that may hold sound alone. The bare type says only what wraps it. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:audio|video)\/(?:webm|matroska|x-matroska)$/, 'audio/webm'],
  [/^(?:audio|video)\/(?:ogg|opus)$/, 'audio/ogg'],
  [/^(?:audio|video)\/(?:mp4|x-m4a|x-m4v|quicktime|3gpp)$/, 'audio/mp4'],
  [/^audio\/mpeg$/, 'audio/mpeg'],
  [/^audio\/(?:wav|vnd\.wave)$/, 'audio/wav'],
  [/^audio\/(?:x-)?flac$/, 'audio/flac'],
  [/^audio\/aac$/, 'audio/aac'],
];

/** How sound in a file of this type is served, or null when it holds none. */
export function soundType(type: string): string | null {
  return SOUNDS.find(([pattern]) => pattern.test(type))?.[1] ?? null;
}

/** Texts that have no signature, and that no browser would run. */
const PLAIN_TEXTS = new Set(['text/plain', 'text/csv', 'text/markdown']);

/** What a document is called: what its signature says, else plain text that claims to be that, else bytes. */
export function documentType(detected: string | null, claimed: string, head: Buffer): string {
  if (detected !== null) return /xml|html|svg|javascript/.test(detected) ? 'application/octet-stream' : detected;
  return PLAIN_TEXTS.has(claimed) && !head.includes(0) ? claimed : 'application/octet-stream';
}
