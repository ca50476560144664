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
export interface Attachments {
  /**
   * The files of a chat's messages up to `seq`, in the order of the messages. Asks nobody's permission: whoever calls has
   * done so. Those of deleted messages are gone, and left out.
   */
  listFiles(chatId: string, upTo: number): Promise<readonly (OpenedFile & { readonly seq: number })[]>;
}

export const ATTACHMENTS = Symbol('Attachments');
