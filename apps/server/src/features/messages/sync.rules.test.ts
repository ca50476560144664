import { describe, expect, it } from 'vitest';
import { ANSWER_BYTES, ANSWER_BYTES_MAX, AnswerPages } from './sync.rules.js';
import { wireMessage } from './testing/wire-message.js';

const messages = (count: number, bytes = 0, from = 1) =>
  Array.from({ length: count }, (_, index) => wireMessage(from + index, from + index, { message: 'x'.repeat(bytes) }));

describe('an answer with the changes of several chats', () => {
  it('[SY3] brings all of a chat when there is no more, up to the revision of the chat', () => {
    const page = new AnswerPages().take({ revision: 9, messages: messages(3), found: 3, room: 500 });
    expect(page).toMatchObject({ revision: 9, more: false });
    expect(page?.messages).toHaveLength(3);
    expect(new AnswerPages().take({ revision: 9, messages: [], found: 0, room: 1 })).toEqual({
      messages: [],
      revision: 9,
      more: false,
    });
  });

  it('[SY3] goes on from the last message of a full page, unless that was the last change', () => {
    const full = { messages: messages(5), found: 5, room: 5 };
    expect(new AnswerPages().take({ ...full, revision: 8 })).toMatchObject({ revision: 5, more: true });
    expect(new AnswerPages().take({ ...full, revision: 5 })).toMatchObject({ revision: 5, more: false });
  });

  it('[SY3] goes on when the reading itself left something out', () => {
    const page = new AnswerPages().take({ revision: 9, messages: messages(3), found: 4, room: 500 });
    expect(page).toMatchObject({ revision: 3, more: true });
  });

  it('is cut where its bytes end, over all chats; every chat still gets on by a message', () => {
    const pages = new AnswerPages();
    const size = 10_000;
    const chat = { revision: 100, messages: messages(100, size), found: 100, room: 500 };
    const first = pages.take(chat)?.messages.length ?? 0;
    expect(first).toBeGreaterThan(ANSWER_BYTES / size - 3);
    expect(first).toBeLessThanOrEqual(ANSWER_BYTES / size);
    expect(pages.take(chat)).toMatchObject({ messages: [{ seq: 1 }], revision: 1, more: true });
  });

  it('[SY10] counts what is written on the wire, and never grows beyond what a connection takes', () => {
    const pages = new AnswerPages();
    const chat = {
      revision: 1,
      messages: [wireMessage(1, 1, { message: '\u0001'.repeat(4000) })], // 24,000 bytes in JSON
      found: 1,
      room: 1,
    };
    let taken = 0;
    while (pages.take(chat) !== null) taken++;
    expect(taken).toBeGreaterThan(15);
    expect(taken * 24_000).toBeLessThan(ANSWER_BYTES_MAX);
  });
});
