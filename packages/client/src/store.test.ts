import { afterEach, describe, expect, test, vi } from 'vitest';
import { createDerived, createStore } from './store.js';
import { createWorld } from './testing/fake-world.js';

describe('a store', () => {
  test('tells of changes, and of nothing else', () => {
    const store = createStore(1);
    const heard: number[] = [];
    const stop = store.subscribe(() => void heard.push(store.get()));
    store.set(1);
    store.set(2);
    stop();
    store.set(3);
    expect(heard).toEqual([2]);
  });
});

describe('a derived store', () => {
  test('is computed when looked at, and tells once of many changes, of none when nothing changed', async () => {
    let source = 1;
    let computed = 0;
    const store = createDerived(() => {
      computed++;
      return source % 10;
    });
    expect(computed).toBe(0);
    const heard: number[] = [];
    store.subscribe(() => void heard.push(store.get()));
    source = 2;
    store.touch();
    expect(store.get()).toBe(2);
    source = 3;
    store.touch();
    store.touch();
    await Promise.resolve();
    expect(heard).toEqual([3]);
    source = 13;
    store.touch();
    await Promise.resolve();
    expect(heard).toEqual([3]);
  });
});

describe('a listener that throws', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('keeps nobody else from hearing, and nobody from going on', async () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const heard: string[] = [];
    const store = createStore(0);
    const derived = createDerived(() => store.get());
    for (const each of [store, derived]) {
      each.subscribe(() => {
        throw new Error('by the page');
      });
      each.subscribe(() => void heard.push(each === store ? 'store' : 'derived'));
    }
    store.set(1);
    derived.touch();
    await Promise.resolve();
    expect(heard).toEqual(['store', 'derived']);
    expect(reported).toMatchObject([{ message: 'by the page' }, { message: 'by the page' }]);
  });

  test('[CL5] does not keep the connection from coming back', async () => {
    vi.stubGlobal('reportError', () => undefined);
    const world = createWorld();
    const client = world.client(1);
    client.connection.subscribe(() => {
      throw new Error('by the page');
    });
    client.on('connected', () => {
      throw new Error('by the page');
    });
    void client.connect();
    await world.quiet(1000);
    expect(client.connection.get().status).toBe('online');
    for (const socket of [...world.network.sockets]) socket.cut();
    await world.quiet(3000);
    expect(client.connection.get().status).toBe('online');
    client.close();
  });
});
