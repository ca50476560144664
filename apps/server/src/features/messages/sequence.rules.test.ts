import type { Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framesFor } from './sequence.rules.js';
import { wireMessage } from './testing/wire-message.js';

/** What a chat comes to: each step writes a message, or changes an earlier one (by a fraction of what there is). */
const history = fc.array(fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), { maxLength: 40 });

/** The chat after each of its revisions. */
function states(steps: readonly (number | null)[]): Message[][] {
  const all: Message[][] = [[]];
  for (const [index, step] of steps.entries()) {
    const before = all[index] ?? [];
    const revision = index + 1;
    const at = step === null || before.length === 0 ? before.length : Math.floor(step * before.length);
    all.push(replace(before, at, wireMessage(at + 1, revision)));
  }
  return all;
}

function replace(messages: readonly Message[], at: number, message: Message): Message[] {
  return at === messages.length ? [...messages, message] : messages.with(at, message);
}

describe('what has to leave for those who are behind', () => {
  it('[DL6][ED7] is in the order of seq and of revision, and ends in the state of a fresh fetch', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, start) => {
        const all = states(steps);
        const revision = start % all.length;
        const known = all[revision] ?? [];
        const end = all.at(-1) ?? [];
        const frames = framesFor({ seq: known.length, revision }, end);

        const fresh = frames.filter(({ event }) => event === 'new_message').map(({ message }) => message.seq);
        expect(fresh).toEqual(end.slice(known.length).map(({ seq }) => seq));
        const revisions = frames.map(({ message }) => message.revision);
        expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
        expect(revisions.every((one) => one > revision)).toBe(true);

        let shown = known;
        for (const { event, message } of frames) {
          expect(message.seq <= shown.length).toBe(event === 'message_updated');
          shown = replace(shown, message.seq - 1, message);
        }
        expect(shown).toEqual(end);
      }),
    );
  });

  it('is the message alone when nothing changed since', () => {
    expect(framesFor({ seq: 3, revision: 7 }, [wireMessage(4, 8)])).toEqual([
      { event: 'new_message', message: wireMessage(4, 8) },
    ]);
  });

  it('[ED7] tells a message that was changed after later ones came at its own place, and its change at its own', () => {
    const told = framesFor({ seq: 0, revision: 0 }, [wireMessage(1, 3), wireMessage(2, 2)]);
    expect(told.map(({ event, message }) => [event, message.seq, message.revision])).toEqual([
      ['new_message', 1, 1],
      ['new_message', 2, 2],
      ['message_updated', 1, 3],
    ]);
  });

  it('[ED7] tells a change before a message that only borrows its revision', () => {
    const told = framesFor({ seq: 5, revision: 9 }, [wireMessage(3, 11), wireMessage(6, 13), wireMessage(7, 12)]);
    expect(told.map(({ event, message }) => [event, message.seq, message.revision])).toEqual([
      ['message_updated', 3, 11],
      ['new_message', 6, 11],
      ['new_message', 7, 12],
      ['message_updated', 6, 13],
    ]);
  });
});
