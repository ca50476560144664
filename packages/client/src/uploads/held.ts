import type { ChatError } from '../chat-error.js';
import type { Transfer } from './transfer.js';
import type { UploadItem } from './upload-item.js';
import type { UploadRecord } from './upload-record.js';

/** A file on its way, as a tab holds it. */
export interface Held {
  record: UploadRecord;
  readonly file: Blob;
  sent: number;
  phase: 'queued' | 'uploading' | 'processing';
  transfer: Transfer | undefined;
  /** Attempts that failed since bytes last arrived. */
  failures: number;
  /** Between two attempts. */
  waiting: boolean;
  /** Not on the device yet. */
  keeping: boolean;
  /** Ends what waits: a pause between attempts, the wish for the lock. */
  stop: () => void;
}

export function newHeld(record: UploadRecord, file: Blob): Held {
  return {
    ...{ record, file, sent: 0, phase: 'queued' as const, transfer: undefined, failures: 0 },
    ...{ waiting: false, keeping: false, stop: () => undefined },
  };
}

/** Nothing is to be done about it, but by whoever added it. */
export function isAtRest({ attachment, error, paused }: UploadRecord): boolean {
  return attachment !== undefined || error !== undefined || paused === true;
}

/** The server's no to this very file. Everything else may be otherwise the next time. */
export function isFinal({ code }: ChatError): boolean {
  return ['invalid_payload', 'forbidden', 'not_found', 'chat_closed', 'payload_too_large', 'conflict'].includes(code);
}

export function toItem({ record, file, sent, phase }: Held): UploadItem {
  const { id, chatId, name, type, attachment, error, paused, voice } = record;
  const state =
    attachment !== undefined ? 'ready' : error !== undefined ? 'failed' : paused === true ? ('paused' as const) : phase;
  return {
    ...{ id, chatId, name, type, size: file.size, sent: attachment === undefined ? sent : file.size, state, file },
    ...(error === undefined ? {} : { error }),
    ...(attachment === undefined ? {} : { attachment }),
    ...(voice === undefined ? {} : { voice }),
  };
}
