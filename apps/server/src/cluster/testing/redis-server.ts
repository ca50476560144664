import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from 'redis';
import { onSomePort, Program, requireProgram } from '../../database/testing/program.js';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops it without a word to anybody; what it kept is lost. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** It hangs (SIGSTOP), or goes on. */
  hang(yes: boolean): void;
  /** Sends a command on a connection of its own. */
  command(...words: string[]): Promise<unknown>;
  /** Puts bytes on a channel, as who has got into this Redis can. */
  publish(channel: string, bytes: Buffer): Promise<void>;
  /** Everything that is published on a channel from now on. */
  listen(channel: string): Promise<{ readonly frames: readonly Buffer[]; stop(): void }>;
  close(): Promise<void>;
}

/** Debian's redis-server, without a file of its data. @throws when it is not installed */
export async function startRedis(): Promise<RedisServer> {
  const file = requireProgram('/usr/bin/redis-server', 'redis-server');
  const folder = mkdtempSync(path.join(tmpdir(), 'stm-redis-'));
  const start = async (port: number): Promise<Program> => {
    const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    const program = new Program(file, ['--port', String(port), ...settings], null);
    await program.says('Ready to accept connections');
    return program;
  };
  const found = await onSomePort(start);
  let { program } = found;
  const url = `redis://127.0.0.1:${found.port}`;
  const connected = async () => {
    const client = createClient({ url });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    url,
    port: found.port,
    get pid() {
      return program.pid;
    },
    kill: () => program.end('SIGKILL'),
    start: async () => {
      program = await start(found.port);
    },
    hang: (yes) => program.signal(yes ? 'SIGSTOP' : 'SIGCONT'),
    async command(...words) {
      const client = await connected();
      const answer = await client.sendCommand(words);
      client.destroy();
      return answer;
    },
    async publish(channel, bytes) {
      const client = await connected();
      await client.publish(channel, bytes);
      client.destroy();
    },
    async listen(channel) {
      const client = await connected();
      const frames: Buffer[] = [];
      await client.subscribe(channel, (frame) => frames.push(frame), true);
      return { frames, stop: () => client.destroy() };
    },
    async close() {
      await program.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
