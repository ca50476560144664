import { describe, expect, test } from 'vitest';
import { createDerived, createStore } from './store.js';

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
