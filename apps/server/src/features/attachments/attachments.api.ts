import type { Readable } from 'node:stream';

export interface OpenedFile {
  readonly id: string;
  readonly name: string;
  /** By content. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Opens the bytes, from the beginning. */
  open(): Readable;
}

/** The files of messages. */
/** A file of this message, which an LSM is about to be given. */
export interface FileRead {
  readonly chatId: string;
  readonly userId: number;
  readonly seq: number;
}

export interface Attachments {
  /** Who keeps the record of what LSMs read: called before the first byte of a file, which waits for it. */
  readsNotedBy(note: (read: FileRead) => Promise<void>): void;
  /**
   * The files of a chat's messages up to `seq`, in the order of the messages. Asks nobody's permission: whoever calls has
   * done so. Those of deleted messages are gone, and left out.
   */
  listFiles(chatId: string, upTo: number): Promise<readonly (OpenedFile & { readonly seq: number })[]>;
}

export const ATTACHMENTS = Symbol('Attachments');
