import type { MessageItem, UploadItem } from '@stm-chat/client';
import type { Attachment } from '@stm-chat/protocol';

export type FileKind = 'image' | 'sound' | 'document';

/** The longest sides of one image in a bubble, and the side of one in an album, in CSS pixels. */
const WIDTH = 320;
const HEIGHT = 320;
const LEAST = 96;
/** Of a file whose size is not known yet. */
const UNKNOWN = { width: 240, height: 180 };

export function kindOf(type: string): FileKind {
  if (/^image\/(?:jpeg|png|webp|gif)$/.test(type)) return 'image';
  return type.startsWith('audio/') ? 'sound' : 'document';
}

/** The size of the box of one image: known before a byte of it is there, so that nothing moves when it comes. */
export function boxOf({ width, height }: Pick<Attachment, 'width' | 'height'>): { width: number; height: number } {
  if (width === undefined || height === undefined) return UNKNOWN;
  const scale = Math.min(1, WIDTH / width, HEIGHT / height);
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}

/** The place of one image as styles: as wide as its box where there is room, and always of its shape. */
export function placeOf(file: Pick<Attachment, 'width' | 'height'>): { inlineSize: number; aspectRatio: string } {
  const { width, height } = boxOf(file);
  return { inlineSize: width, aspectRatio: `${width} / ${height}` };
}

/** What is in a bubble: pictures together, then sounds and documents. */
export interface FileGroups<T> {
  readonly images: readonly T[];
  readonly others: readonly T[];
}

export function groupFiles<T extends { readonly type: string }>(files: readonly T[]): FileGroups<T> {
  return {
    images: files.filter(({ type }) => kindOf(type) === 'image'),
    others: files.filter(({ type }) => kindOf(type) !== 'image'),
  };
}

/** Whether a message has files, sent or on their way. */
export function hasFiles(item: MessageItem): boolean {
  return item.kind === 'message' ? item.message.attachments.length > 0 : (item.uploads?.length ?? 0) > 0;
}

/** `1:05`, and `1:02:05`. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const text = `${minutes % 60}:${two(seconds % 60)}`;
  return minutes < 60 ? text : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `840 kB` and `2.4 MB`, in the reader's digits. */
export function sizeOf(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const maximumFractionDigits = step === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits,
  }).format(value);
}

/** What is typed and these files make of a message. */
export function messageType(uploads: readonly UploadItem[]): 'image' | 'document' | 'voice' {
  if (uploads.length === 1 && uploads[0]?.voice !== undefined) return 'voice';
  return uploads.length > 0 && uploads.every(({ type }) => kindOf(type) === 'image') ? 'image' : 'document';
}
