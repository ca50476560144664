import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ground } from '../cluster/ground.js';
import { olderBackup } from './older-backup.js';

// The drill of a restore with clients that have seen more than the backup holds, judged by the checker of the rounds.
let ground: Ground;
beforeAll(async () => {
  ground = await Ground.start({ pooler: true });
});
afterAll(async () => {
  await ground?.stop();
});

it('[OP20][SY9] an older backup is restored under devices that saw more: a new epoch, and no invariant is broken', async () => {
  const came = await olderBackup.endure(ground);
  expect(came?.problems).toEqual([]);
  expect(came?.proof).toContain('another one');
});
