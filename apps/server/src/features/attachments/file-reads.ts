import { Injectable } from '@nestjs/common';
import { unavailable } from '../../kernel/errors.js';
import type { FileRead } from './attachments.api.js';

type Note = (read: FileRead) => Promise<void>;

/** Files that an LSM loads, told to the feature above that keeps the record of reading, before the first byte. */
@Injectable()
export class FileReads {
  #note: Note | null = null;

  notedBy(note: Note): void {
    this.#note = note;
  }

  /** @throws CommandError `unavailable` when it cannot be noted: then nothing may be given */
  async note(read: FileRead): Promise<void> {
    if (this.#note === null) throw unavailable('Reading cannot be recorded.');
    await this.#note(read);
  }
}
