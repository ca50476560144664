import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import type { S3Config } from '../../../config/config.js';
import { unavailable } from '../../../kernel/errors.js';
import { blobFolder, blobKey, type BlobStore, type ByteRange, MissingBlob } from './blob-store.js';

/** Without an answer for so long the store is away. */
const TIMEOUT_MS = 30_000;
const TRIES = 3;

/**
 * Blobs as objects of an S3-compatible store, by its simplest calls (PUT, GET with a range, DELETE, list), with the bucket in the
 * path. Failures of the store are `unavailable`.
 */
export class S3Blobs implements BlobStore {
  readonly #client: AwsClient;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ bucket, endpoint, region, accessKeyId, secretAccessKey, prefix }: S3Config) {
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
    this.#bucket = `${endpoint}/${encodeURIComponent(bucket)}`;
    this.#prefix = prefix;
  }

  async put(id: string, name: string, bytes: Buffer): Promise<void> {
    const response = await this.#call('PUT', blobKey(id, name), { body: new Uint8Array(bytes) });
    await response.arrayBuffer();
    if (!response.ok) throw away('PUT', response.status);
  }

  async read(id: string, name: string, { from, to }: ByteRange): Promise<Readable> {
    const response = await this.#call('GET', blobKey(id, name), { headers: { Range: `bytes=${from}-${to - 1}` } });
    if (response.status === 404) throw new MissingBlob(id, name);
    if (response.status !== 206 && !(response.status === 200 && from === 0)) throw away('GET', response.status);
    if (response.body === null) throw away('GET', response.status);
    return Readable.fromWeb(response.body as ReadableStream);
  }

  async remove(id: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.#delete(blobKey(id, name));
  }

  async removeAll(id: string, but: readonly string[] = []): Promise<void> {
    const kept = new Set(but.map((name) => blobKey(id, name)));
    const rest = async () => (await this.#list(blobFolder(id))).filter((key) => !kept.has(key));
    // A list has at most a thousand: what is left of it afterwards is the next one.
    for (let keys = await rest(); keys.length > 0; keys = await rest()) {
      for (const key of keys) await this.#delete(key);
    }
  }

  async #list(folder: string): Promise<string[]> {
    const query = new URLSearchParams({ 'list-type': '2', prefix: this.#prefix + folder });
    const response = await this.#call('GET', '', {}, `?${query.toString()}`);
    const text = await response.text();
    if (!response.ok) throw away('GET', response.status);
    const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key.slice(this.#prefix.length));
    return keys.filter((key) => key.startsWith(folder));
  }

  async #delete(key: string): Promise<void> {
    const response = await this.#call('DELETE', key, {});
    await response.arrayBuffer();
    if (!response.ok && response.status !== 404) throw away('DELETE', response.status);
  }

  /** Blobs never change, so every call may be made again. */
  async #call(method: string, key: string, init: RequestInit, query = ''): Promise<Response> {
    const address = query === '' ? `${this.#bucket}/${this.#prefix}${key}` : `${this.#bucket}${query}`;
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await this.#client.fetch(address, {
          ...init,
          method,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (response.status < 500 || tries === TRIES) return response;
        await response.arrayBuffer();
      } catch (error) {
        if (tries === TRIES) throw unavailable('The store of files does not answer.', error);
      }
    }
  }
}

function away(method: string, status: number): Error {
  return unavailable('The store of files does not answer.', new Error(`${method} was answered ${status}`));
}
