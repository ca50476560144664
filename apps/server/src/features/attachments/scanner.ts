import { connect } from 'node:net';
import { unavailable } from '../../kernel/errors.js';

const TIMEOUT_MS = 60_000;
/** clamd refuses larger pieces in its default configuration. */
const CHUNK_BYTES = 256 * 1024;

export type ScanResult = 'clean' | 'infected' | 'too_large';

/** Looks at a file before anybody gets it. */
export interface Scanner {
  /** @throws CommandError `unavailable` when nobody looked */
  scan(bytes: AsyncIterable<Buffer>): Promise<ScanResult>;
}

export const SCANNER = Symbol('Scanner');

/**
 * clamd, by its INSTREAM command (clamd(8)): pieces with their length in front, an empty one at the end, one line of
 * answer. A connection a file.
 */
export class Clamd implements Scanner {
  constructor(private readonly address: { readonly host: string; readonly port: number }) {}

  async scan(bytes: AsyncIterable<Buffer>): Promise<ScanResult> {
    let reply: string;
    try {
      reply = await this.#converse(bytes);
    } catch (error) {
      throw unavailable('The scanner does not answer.', error);
    }
    if (reply.endsWith(': OK')) return 'clean';
    if (reply.endsWith(' FOUND')) return 'infected';
    if (/size limit exceeded/i.test(reply)) return 'too_large';
    throw unavailable('The scanner does not answer.', new Error(`clamd said: ${reply.slice(0, 200)}`));
  }

  async #converse(bytes: AsyncIterable<Buffer>): Promise<string> {
    const socket = connect(this.address);
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('clamd takes too long')));
    let reply = '';
    let ended = false;
    const answer = new Promise<string>((resolve, reject) => {
      socket.on('data', (data: Buffer) => {
        reply += data.toString('utf8');
      });
      socket.once('error', reject);
      socket.once('close', () => {
        ended = true;
        if (reply === '') reject(new Error('clamd closed without an answer'));
        else resolve(reply.replaceAll('\0', '').trim());
      });
    });
    // It may fail while nobody waits for it yet.
    answer.catch(() => undefined);
    // One that has seen enough answers and closes before it was given everything.
    const write = (data: Buffer): Promise<void> =>
      ended
        ? Promise.resolve()
        : new Promise((resolve) => {
            socket.write(data, () => resolve());
          });
    await write(Buffer.from('zINSTREAM\0'));
    for await (const part of bytes) {
      for (let at = 0; at < part.length && !ended; at += CHUNK_BYTES) {
        const chunk = part.subarray(at, at + CHUNK_BYTES);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(chunk.length);
        await write(Buffer.concat([length, chunk]));
      }
      if (ended) break;
    }
    await write(Buffer.alloc(4));
    return answer;
  }
}
