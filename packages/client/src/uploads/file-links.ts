import type { AttachmentLink, CommandInput } from '@stm-chat/protocol';
import { LINKS_MAX } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';

/** Where a file can be loaded from, for some minutes. */
export interface FileLink {
  readonly url: string;
  /** Of an image. */
  readonly thumbnailUrl: string | null;
  /** Saves instead of showing. */
  readonly downloadUrl: string;
}

/** Whoever asked a moment before the end still has the time to load. */
const SPARE_MS = 60_000;

/** Addresses of files, asked for many at a time and kept as long as they are good. */
export class FileLinks {
  private readonly known = new Map<string, { readonly link: Promise<FileLink>; readonly until: number }>();
  private waiting: { readonly id: string; resolve(link: FileLink): void; reject(error: unknown): void }[] = [];

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
    private readonly ask: (input: CommandInput<'link_attachments'>) => Promise<readonly AttachmentLink[]>,
  ) {}

  /** Throws `ChatError`: `not_found` for a file that is not there, or not for me. */
  link(id: string, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<FileLink> {
    const held = this.known.get(id);
    if (!fresh && held !== undefined && held.until > this.clock.now()) return held.link;
    const link = new Promise<FileLink>((resolve, reject) => {
      this.waiting.push({ id, resolve, reject });
      if (this.waiting.length === 1) queueMicrotask(() => void this.flush());
    });
    this.known.set(id, { link, until: Number.POSITIVE_INFINITY });
    link.catch(() => this.known.delete(id));
    return link;
  }

  private async flush(): Promise<void> {
    const batch = this.waiting.slice(0, LINKS_MAX);
    this.waiting = this.waiting.slice(LINKS_MAX);
    if (this.waiting.length > 0) queueMicrotask(() => void this.flush());
    try {
      const links = await this.ask({ attachment_ids: [...new Set(batch.map(({ id }) => id))] });
      const found = new Map(links.map((link) => [link.id, link]));
      for (const { id, resolve, reject } of batch) {
        const link = found.get(id);
        if (link === undefined) {
          reject(new ChatError('not_found', 'No such attachment.'));
          continue;
        }
        const made = this.made(link);
        this.known.set(id, { link: Promise.resolve(made), until: Date.parse(link.expires_at) - SPARE_MS });
        resolve(made);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private made({ url, thumbnail_url: thumbnail }: AttachmentLink): FileLink {
    const thumbnailUrl = thumbnail === null ? null : this.url + thumbnail;
    return { url: this.url + url, thumbnailUrl, downloadUrl: `${this.url}${url}&download=1` };
  }
}
