import { expect, test } from 'vitest';
import { FakeServer } from '../testing/fake-server.js';
import { ChatBook } from './chat-book.js';

function setUp() {
  const server = new FakeServer();
  const chat = server.createChat(1, 2);
  const doubts: string[] = [];
  const book = new ChatBook(
    () => 1,
    (chatId) => void doubts.push(chatId),
  );
  return { server, chat, book, doubts, summary: () => structuredClone(server.summary(chat, 1)) };
}

test('a list that was asked for before I pinned a chat does not unpin it', () => {
  const { server, chat, book, summary } = setUp();
  book.merge(summary(), book.now);
  const asOf = book.now;
  const read = summary();
  server.handle(1, 'set_chat_prefs', { chatId: chat.id, pinned: true });
  book.tell(summary());
  book.merge(read, asOf);
  expect(book.get(chat.id)?.prefs.pinned).toBe(true);
  server.handle(1, 'set_chat_prefs', { chatId: chat.id, pinned: false });
  book.merge(summary(), book.now);
  expect(book.get(chat.id)?.prefs.pinned).toBe(false);
});

test('what is told of a chat that is not known is a reason to ask for it', () => {
  const { server, chat, book, doubts } = setUp();
  book.message(server.send(2, chat.id, 'hello'));
  expect(doubts).toEqual([chat.id]);
  expect(book.get(chat.id)).toBeUndefined();
});

test('who comes online is online in every chat', () => {
  const { book, chat, summary } = setUp();
  book.tell(summary());
  book.presence({ userId: 2, online: true, last_seen: null });
  expect(book.get(chat.id)?.members.map(({ online }) => online)).toEqual([false, true]);
});
