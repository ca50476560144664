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

/** A file of this message, which an LSM is about to be given. */
export interface FileRead {
  readonly chatId: string;
  readonly userId: number;
  readonly seq: number;
}

/** The files of a message that its reader sends on into another chat. */
export interface FileCopy {
  readonly userId: number;
  readonly fromChatId: string;
  readonly seq: number;
  readonly toChatId: string;
}

/** A file that the server itself has, for somebody to send. */
export interface NewFile {
  readonly chatId: string;
  readonly ownerId: number;
  readonly name: string;
  /** The media type that it claims to have. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** The files of messages. */
export interface Attachments {
  /**
   * Takes a file as if it had been uploaded: scanned, looked at, made anew. Nobody's limits count.
   * @returns the id with which its owner sends it
   * @throws when it is refused, or nobody can look at it
   */
  addFile(file: NewFile): Promise<string>;
  /** Who keeps the record of what LSMs read: called before the first byte of a file, which waits for it. */
  readsNotedBy(note: (read: FileRead) => Promise<void>): void;
  /**
   * Makes the files of a message unsent files of that user in another chat, without copying a byte: those that the user
   * may load at this moment.
   * @returns their ids, in the order of the message; sent with a message, they are like uploads
   */
  copyFiles(copy: FileCopy): Promise<string[]>;
  /** Copies that were not sent after all. One that nobody drops is swept like an upload that was never sent. */
  dropCopies(ids: readonly string[]): Promise<void>;
  /**
   * The files of a chat's messages up to `seq`, in the order of the messages. Asks nobody's permission: whoever calls has
   * done so. Those of deleted messages are gone, and left out.
   */
  listFiles(chatId: string, upTo: number): Promise<readonly (OpenedFile & { readonly seq: number })[]>;
}

export const ATTACHMENTS = Symbol('Attachments');
