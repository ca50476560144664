import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../storage/memory-storage.js';
import { settle } from '../testing/fake-clock.js';
import { DraftStore } from './draft-store.js';

describe('drafts', () => {
  test('survive a reload, per user and chat', async () => {
    const storage = memoryStorage();
    const draft = new DraftStore(storage, Promise.resolve(1)).draft('chat');
    draft.set('hello th');
    draft.set('hello there');
    await settle();
    const reloaded = new DraftStore(storage, Promise.resolve(1));
    const heard: string[] = [];
    const again = reloaded.draft('chat');
    again.subscribe(() => void heard.push(again.get()));
    await settle();
    expect(heard).toEqual(['hello there']);
    const others = [new DraftStore(storage, Promise.resolve(2)).draft('chat'), reloaded.draft('other')];
    await settle();
    expect(others.map((other) => other.get())).toEqual(['', '']);
  });

  test('what is typed before the old one is read wins, and an empty one is no more', async () => {
    const storage = memoryStorage();
    await storage.set('draft/1/chat', 'old');
    const draft = new DraftStore(storage, Promise.resolve(1)).draft('chat');
    draft.set('new');
    await settle();
    expect(draft.get()).toBe('new');
    draft.set('');
    await settle();
    expect(await storage.entries('')).toEqual([]);
  });

  test('can be forgotten altogether, those that were not opened too', async () => {
    const storage = memoryStorage();
    await storage.set('draft/1/a', 'x');
    await storage.set('draft/2/a', 'y');
    const drafts = new DraftStore(storage, Promise.resolve(1));
    drafts.draft('b').set('z');
    await drafts.forget();
    await settle();
    expect(await storage.entries('')).toEqual([['draft/2/a', 'y']]);
  });
});
