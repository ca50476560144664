import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Cluster } from '../cluster/cluster.js';
import { Ground } from '../cluster/ground.js';
import { until } from '../cluster/processes.js';
import { Stage } from '../mutants/stage.js';
import { brokenIn, type Hardship } from './hardship.js';

const DISK = '320m';
const CHUNK = Buffer.alloc(256 * 1024);
/** Texts until one of them finds no room: WAL is laid out ahead, 16 MB a file. */
const TEXTS_MAX = 30_000;
const AT_ONCE = 50;

/** P1, P17: what finds no room is not acknowledged, and when there is room again nothing is gone. */
export const fullDisk: Hardship = {
  name: 'a full disk under PostgreSQL',
  promise: 'P17',
  async endure() {
    const folder = mkdtempSync('/var/tmp/stm-chat-disk-');
    chmodSync(folder, 0o755);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      rmSync(folder, { recursive: true, force: true });
      return null;
    }
    try {
      const ground = await Ground.start({ pooler: false, folder });
      try {
        if (!ground.dataFolder.startsWith(folder)) throw new Error(`the data is in ${ground.dataFolder}`);
        return await fill(ground, folder);
      } finally {
        await ground.stop().catch(() => undefined);
      }
    } finally {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function fill(ground: Ground, folder: string) {
  const cluster = await Cluster.start(ground, { nodes: 2 });
  try {
    const stage = await Stage.set(cluster);
    const chatId = await stage.chat();
    const sender = await stage.withSdk('sender', stage.customer, 1);
    await stage.stock('reader', stage.provider, 2);
    sender.send(chatId, 'while there was room');
    await sender.settled();
    const filler = path.join(folder, 'filler');
    const free = () => statfsSync(folder).bavail * statfsSync(folder).bsize;
    try {
      for (;;) writeFileSync(filler, CHUNK, { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
    const left = free();
    const refused = await writeUntilRefused(stage, chatId);
    // Written by a person meanwhile: it waits in the outbox.
    sender.send(chatId, 'while there was none');
    rmSync(filler);
    await ground.isUp();
    await sender.settled();
    const history = await stage.end(30_000);
    return {
      proof: `${left} bytes were left, and the ${refused}. text was not taken`,
      problems: brokenIn(history),
    };
  } finally {
    await cluster.stop();
  }
}

/** @returns how many were taken before one was not @throws when all were */
async function writeUntilRefused(stage: Stage, chatId: string): Promise<number> {
  let written = 0;
  let refused = 0;
  await until(
    async () => {
      const texts = Array.from({ length: AT_ONCE }, (_, n) => `${written + n} ${'x'.repeat(3900)}`);
      const answers = await Promise.all(
        texts.map((message) =>
          stage
            .call(1, stage.customer, 'POST', `/api/chat/${chatId}/messages`, { message })
            .then(({ status }) => status)
            .catch(() => 0),
        ),
      );
      written += AT_ONCE;
      if (refused === 0 && answers.some((status) => status === 503 || status === 0)) refused = written;
      return refused > 0 || written > TEXTS_MAX;
    },
    'the disk is not full',
    120_000,
  );
  if (refused === 0) throw new Error('every text was taken: the disk was not full');
  return refused;
}
