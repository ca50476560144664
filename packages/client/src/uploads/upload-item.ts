import type { Attachment, RefusalReason, WireError } from '@stm-chat/protocol';
import type { Store } from '../store.js';

/** A file of mine on its way to the server, before it is part of a message. */
export interface UploadItem {
  /** Of this device alone; the attachment has an id of its own. */
  readonly id: string;
  readonly chatId: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes that the server has. */
  readonly sent: number;
  /**
   * `queued`: it waits for others, or for the network; `processing`: the server looks at it; `ready`: it can be sent;
   * `failed`: the server will not have it, see `error`.
   */
  readonly state: 'queued' | 'uploading' | 'paused' | 'processing' | 'ready' | 'failed';
  readonly error?: UploadError;
  /** Once it is ready. */
  readonly attachment?: Attachment;
  /** The file itself, for showing it meanwhile. */
  readonly file: Blob;
  readonly voice?: VoiceDetails;
}

export interface UploadError extends WireError {
  /** What the server found, when it looked at the file. */
  readonly reason?: RefusalReason;
}

/** What a recorder knows of a voice message. */
export interface VoiceDetails {
  /** 16 to 128 whole numbers from 0 to 100. */
  readonly peaks: readonly number[];
  readonly durationMs: number;
}

export interface AddUpload {
  /** Left out: the file's own. */
  readonly name?: string;
  readonly voice?: VoiceDetails;
}

/** Files on their way. They go on by themselves, after a reload too, until they are in a message or removed. */
export interface Uploads {
  /** Oldest first, over all chats. */
  readonly state: Store<readonly UploadItem[]>;
  /** Begins at once. What the server would refuse by its size it refuses before a byte is sent. */
  add(chatId: string, file: Blob, options?: AddUpload): UploadItem;
  pause(id: string): void;
  /** Goes on with a paused one, and tries a failed one again. */
  resume(id: string): void;
  /** Cancels it: nothing of it stays, here or on the server. */
  remove(id: string): void;
  /** The file behind an attachment that was sent from here a while ago: it need not be loaded again. */
  localFile(attachmentId: string): Blob | undefined;
}
