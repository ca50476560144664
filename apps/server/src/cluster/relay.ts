import { createServer, type Server, type Socket } from 'node:net';
import { framed, FrameReader } from './frames.js';

/** A worker that does not read loses what it could not be told, and reads it from the database. */
const BACKLOG_BYTES = 16 * 1024 * 1024;

/** Passes what one process of this machine says on to all others, over a Unix socket; reads nothing of it. */
export class Relay {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#came(socket));

  /** @param path of the socket, in a folder that only we can enter */
  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, resolve);
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #came(socket: Socket): void {
    const reader = new FrameReader();
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      try {
        for (const frame of reader.read(chunk)) this.#pass(framed(frame), socket);
      } catch {
        socket.destroy();
      }
    });
  }

  #pass(frame: Buffer, from: Socket): void {
    for (const socket of this.#sockets) {
      if (socket === from) continue;
      if (socket.writableLength > BACKLOG_BYTES) socket.destroy();
      else socket.write(frame);
    }
  }
}
