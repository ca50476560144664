import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { defaultStorage, withFallback } from './default-storage.js';
import { idbStorage } from './idb-storage.js';
import { memoryStorage } from './memory-storage.js';

const clock = new FakeClock();

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()));

afterEach(() => void vi.unstubAllGlobals());

describe.each([
  ['IndexedDB', () => idbStorage('name')],
  ['memory', async () => memoryStorage()],
  ['whatever there is', async () => defaultStorage('', clock)],
])('storage in %s', (_, open) => {
  test('gives back what it was given, in the order of the keys, by prefix', async () => {
    const storage = await open();
    await storage.set('b/2', { text: 'two' });
    await storage.set('b/1', 'one');
    await storage.set('c', null);
    await storage.set('a', 1);
    expect(await storage.get('a')).toBe(1);
    expect(await storage.get('nothing')).toBeUndefined();
    expect(await storage.entries('b/')).toEqual([
      ['b/1', 'one'],
      ['b/2', { text: 'two' }],
    ]);
    await storage.delete('b/1');
    expect(await storage.entries('b/')).toHaveLength(1);
    expect(await storage.entries('x')).toEqual([]);
  });
});

describe('the default storage', () => {
  test('is the same after a reload, and another one for another server', async () => {
    await defaultStorage('https://a.example', clock).set('key', 1);
    expect(await defaultStorage('https://a.example', clock).get('key')).toBe(1);
    expect(await defaultStorage('https://b.example', clock).get('key')).toBeUndefined();
  });

  test('lets go of a database that another tab needs to upgrade', async () => {
    const storage = await idbStorage('name');
    await storage.set('key', 1);
    // Another tab wants a newer version: this one has to let go.
    const upgrade = indexedDB.open('name', 2);
    await new Promise((resolve) => (upgrade.onsuccess = resolve));
    upgrade.result.close();
    await expect(storage.get('key')).rejects.toThrow('version');
  });

  test('[CL1] a connection that died without a word is opened again', async () => {
    const opened: IDBDatabase[] = [];
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...input) => {
      const request = open(...input);
      request.addEventListener('success', () => opened.push(request.result));
      return request;
    };
    const storage = await idbStorage('name');
    await storage.set('key', 1);
    // As iOS does to pages in the background: transactions fail from then on, and no event tells why.
    opened[0]?.close();
    await storage.set('key', 2);
    opened[1]?.close();
    expect(await storage.get('key')).toBe(2);
    expect(opened).toHaveLength(3);
  });

  test('[CL1] that could not be opened again for a moment is opened later', async () => {
    const opened: IDBDatabase[] = [];
    const open = indexedDB.open.bind(indexedDB);
    let fail = false;
    indexedDB.open = (...input) => {
      if (fail) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
      const request = open(...input);
      request.addEventListener('success', () => opened.push(request.result));
      return request;
    };
    const storage = await idbStorage('name');
    fail = true;
    opened[0]?.close();
    await expect(storage.set('key', 1)).rejects.toThrow('lost');
    fail = false;
    await storage.set('key', 2);
    expect(await storage.get('key')).toBe(2);
  });

  test('is memory where IndexedDB does not open', async () => {
    const broken = {
      open: () => {
        throw new DOMException('private window', 'SecurityError');
      },
    };
    vi.stubGlobal('indexedDB', broken);
    const storage = defaultStorage('', clock);
    await storage.set('key', 1);
    expect(await storage.get('key')).toBe(1);
    // Other tabs see nothing of it: there is nothing to agree about.
    expect(storage.sharedName).toBeUndefined();
  });

  test('does not wait for ever for an IndexedDB that never answers', async () => {
    vi.stubGlobal('indexedDB', { open: () => new EventTarget() });
    const storage = defaultStorage('', clock);
    const written = storage.set('key', 1);
    await clock.advance(3000);
    await written;
    expect(await storage.get('key')).toBe(1);
  });

  test('keeps in memory what the disk would not take', async () => {
    const disk = memoryStorage();
    const storage = withFallback(
      Promise.resolve({
        ...disk,
        set: (key, value) => (key === 'big' ? Promise.reject(new Error('QuotaExceeded')) : disk.set(key, value)),
      }),
    );
    await storage.set('big', 1);
    await storage.set('small', 2);
    expect(await storage.entries('')).toEqual([
      ['big', 1],
      ['small', 2],
    ]);
    expect(await disk.get('big')).toBeUndefined();
    await storage.delete('big');
    expect(await storage.get('big')).toBeUndefined();
  });
});
