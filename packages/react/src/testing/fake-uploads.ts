import { createStore, type AddUpload, type FileLink, type UploadItem, type Uploads } from '@stm-chat/client';
import type { Attachment } from '@stm-chat/protocol';
import { uuid } from './fixtures.js';

/** Uploads that are ready at once, and links to them: no server looks at anything. */
export class FakeUploads implements Uploads {
  readonly state = createStore<readonly UploadItem[]>([]);
  /** What the next files get instead of being ready. */
  next: Partial<UploadItem> = {};
  /** Files whose links lead to nothing, by their attachments' ids. */
  readonly broken = new Set<string>();
  private readonly files = new Map<string, Blob>();
  private count = 0;

  add(chatId: string, file: Blob, { name, voice }: AddUpload = {}): UploadItem {
    const id = `upload-${++this.count}`;
    const known = name ?? (file instanceof File ? file.name : 'file');
    const size = file.type.startsWith('image/') ? { width: 1600, height: 900 } : {};
    const attachment: Attachment = {
      ...{ id: uuid(900 + this.count), name: known, type: file.type, size: file.size, ...size },
      ...(voice === undefined ? {} : { duration_ms: voice.durationMs, peaks: [...voice.peaks] }),
    };
    const ready = { state: 'ready' as const, sent: file.size, attachment };
    const item: UploadItem = {
      ...{ id, chatId, name: known, type: file.type, size: file.size, file },
      ...(voice === undefined ? {} : { voice }),
      ...(Object.keys(this.next).length === 0 ? ready : { state: 'uploading' as const, sent: 0 }),
      ...this.next,
    };
    this.files.set(attachment.id, file);
    this.state.set([...this.state.get(), item]);
    return item;
  }

  pause(id: string): void {
    this.change(id, { state: 'paused' });
  }

  resume(id: string): void {
    this.change(id, { state: 'uploading' });
  }

  remove(id: string): void {
    this.state.set(this.state.get().filter((item) => item.id !== id));
  }

  localFile(attachmentId: string): Blob | undefined {
    return this.files.get(attachmentId);
  }

  /** The attachments of these uploads, which are then no longer on their way. */
  take(ids: readonly string[]): Attachment[] {
    const taken = this.state.get().filter(({ id }) => ids.includes(id));
    for (const id of ids) this.remove(id);
    return taken.flatMap(({ attachment }) => attachment ?? []);
  }

  /** A picture for every id. */
  link(attachmentId: string): FileLink {
    if (this.broken.has(attachmentId)) {
      const nothing = 'data:image/png,nothing';
      return { url: nothing, thumbnailUrl: nothing, downloadUrl: nothing };
    }
    const hue = Number.parseInt(attachmentId.slice(-3), 16) % 360;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="hsl(${hue} 50% 60%)"/></svg>`;
    const url = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    return { url, thumbnailUrl: url, downloadUrl: url };
  }

  private change(id: string, change: Partial<UploadItem>): void {
    this.state.set(this.state.get().map((item) => (item.id === id ? { ...item, ...change } : item)));
  }
}
