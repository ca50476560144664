import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Cluster } from '../cluster/cluster.js';
import { type Ground, query } from '../cluster/ground.js';
import { until } from '../cluster/processes.js';
import { editedEnv } from '../mutants/edit.js';
import { QUICK_TIPS } from '../mutants/mutants.js';
import { Stage } from '../mutants/stage.js';
import { brokenIn, type Hardship } from './hardship.js';

const PROGRAM = fileURLToPath(new URL('../../../apps/server/dist/cli/stm-chat.js', import.meta.url));
const run = promisify(execFile);
const SAID_AFTER = 3;

/** P18: an older backup is restored while clients hold later revisions; they notice, and show what there is. */
export const olderBackup: Hardship = {
  name: 'an older backup is restored',
  promise: 'P18',
  async endure(ground: Ground) {
    const folder = await mkdtemp(path.join(tmpdir(), 'stm-chat-restore-'));
    const cluster = await Cluster.start(ground, { nodes: 2, env: editedEnv([QUICK_TIPS]) });
    const operate = (...args: string[]) =>
      run(process.execPath, [PROGRAM, ...args], {
        env: { PATH: process.env['PATH'], DATABASE_URL: cluster.database, DATA_DIR: folder, NODE_ENV: 'test' },
      });
    try {
      const stage = await Stage.set(cluster);
      const chatId = await stage.chat();
      const writer = await stage.withSdk('writer', stage.customer, 1);
      const reader = await stage.withSdk('reader', stage.provider, 2);
      const say = async (text: string): Promise<void> => {
        writer.send(chatId, text);
        await writer.settled();
      };
      for (let n = 1; n <= 5; n += 1) await say(`before the backup ${n}`);
      const problems: string[] = [];
      const epochs = [await epochOf(cluster)];
      await operate('backup', path.join(folder, 'backup'), '--no-files');
      for (let n = 1; n <= 5; n += 1) await say(`after the backup ${n}`);
      const tip = await tipOf(cluster, chatId);
      await Promise.all(cluster.nodes.map((node) => node.kill()));
      // A pooler keeps what it has open to the database; an operator stops it too.
      await ground.pooler?.kill();
      await until(() => isAlone(cluster), 'the killed servers are still connected to the database');
      await operate('restore', path.join(folder, 'backup'), '--replace', '--no-files');
      await ground.pooler?.start();
      const restored = await tipOf(cluster, chatId);
      const from = stage.recorder.next;
      await Promise.all(cluster.nodes.map((node) => node.startAgain()));
      epochs.push(await epochOf(cluster));
      for (let n = 1; n <= SAID_AFTER; n += 1) await say(`after the restore ${n}`);
      const back = (): boolean => [writer, reader].every((device) => device.isAt(chatId, restored + SAID_AFTER));
      for (const device of [writer, reader]) device.wake();
      await until(back, 'a device still shows what is no more', 60_000).catch(({ message }: Error) =>
        problems.push(message),
      );
      // What was lost with the database is the operator's to know: from here on nothing may be.
      const history = (await stage.end(20_000)).slice(from);
      return {
        proof: `seq went from ${tip} back to ${restored}, and the epoch is ${epochs[0] === epochs[1] ? 'THE SAME' : 'another one'}`,
        problems: [
          ...problems,
          ...brokenIn(history),
          ...(restored < tip ? [] : ['the backup was not older']),
          ...(epochs[0] === epochs[1] ? ['the epoch did not change'] : []),
        ],
      };
    } finally {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function isAlone({ database }: Cluster): Promise<boolean> {
  const [row] = await query<{ others: string }>(
    database,
    'select count(*) as others from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    [],
  );
  return Number(row?.others) === 0;
}

async function tipOf({ database }: Cluster, chatId: string): Promise<number> {
  const [row] = await query<{ last_seq: string }>(database, 'select last_seq from chats where id = $1', [chatId]);
  return Number(row?.last_seq);
}

async function epochOf({ database }: Cluster): Promise<string> {
  const [row] = await query<{ epoch: string }>(database, 'select epoch from server_state', []);
  return String(row?.epoch);
}
