import { describe, expect, test } from 'vitest';
import { createAnnouncer } from './announcer.js';

function setup() {
  const said: string[] = [];
  const tasks: (() => void)[] = [];
  const announcer = createAnnouncer({
    show: (text) => said.push(text),
    summarise: (count) => `${count} new`,
    after(_ms, task) {
      tasks.push(task);
      return () => void tasks.splice(tasks.indexOf(task), 1);
    },
  });
  const tick = () => tasks.shift()?.();
  return { announcer, said, tick, pending: () => tasks.length };
}

describe('announcer', () => {
  test('says one text at a time, in order, and then falls silent', () => {
    const { announcer, said, tick, pending } = setup();
    announcer.announce('a');
    announcer.announce('b');
    expect(said).toEqual([]);
    tick();
    expect(said).toEqual(['a']);
    tick();
    tick();
    expect(said).toEqual(['a', 'b', '']);
    expect(pending()).toBe(0);
  });

  test('tells a burst as a number', () => {
    const { announcer, said, tick } = setup();
    for (const text of ['a', 'b', 'c', 'd', 'e']) announcer.announce(text);
    tick();
    expect(said).toEqual(['5 new']);
  });

  test('says nothing after it was stopped', () => {
    const { announcer, said, pending } = setup();
    announcer.announce('a');
    announcer.stop();
    expect(pending()).toBe(0);
    expect(said).toEqual([]);
  });
});
