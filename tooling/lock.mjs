/** One process at a time: a lock that is a file with its owner's process id in it. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from './repository.mjs';

/**
 * Runs `work` while no other process of this clone runs work under the same name. Waits for as long as the other one
 * lives; a lock whose owner is gone is taken over.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const lock = inRoot('.cache', `${name}.lock`);
  mkdirSync(dirname(lock), { recursive: true });
  let announced = false;
  while (!take(lock)) {
    if (!announced) process.stdout.write(`Waiting for process ${ownerOf(lock)}, which holds ${lock}\n`);
    announced = true;
    await wait(500);
  }
  const release = () => rmSync(lock, { force: true });
  process.on('exit', release); // work may end the process, and so may a signal
  try {
    return await work();
  } finally {
    release();
    process.removeListener('exit', release);
  }
}

/** @param {string} lock */
function take(lock) {
  const owner = ownerOf(lock);
  if (owner !== undefined && !isAlive(owner)) rmSync(lock, { force: true });
  // A link appears with its content at once: nobody ever sees a lock without an owner.
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * @param {string} lock
 * @returns {number | undefined}
 */
function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return undefined; // nobody holds it
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
