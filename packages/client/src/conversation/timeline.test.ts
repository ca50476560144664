import type { ChatChanges, Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FakeServer, type FakeChat, type FakeSocketEnd } from '../testing/fake-server.js';
import { applyAfter, applyBefore, applyPage, mergeChanges, type HistoryPage } from './apply-page.js';
import { applyMessage, dropAll, emptyTimeline, hasGap, isBehind, lastSeq, type Timeline } from './timeline.js';

/** A client without a network: events and answers wait until they are told to arrive. */
class Reader {
  timeline: Timeline = emptyTimeline;
  readonly events: Message[] = [];
  readonly answers: (() => void)[] = [];
  /** Holes at any moment would be shown; there are none. */
  readonly shown: number[][] = [];

  constructor(
    readonly server: FakeServer,
    readonly chat: FakeChat,
  ) {
    const socket: FakeSocketEnd = {
      userId: 1,
      joined: new Set([chat.id]),
      push: (event, payload) => {
        if (event === 'new_message' || event === 'message_updated') this.events.push(payload as Message);
      },
    };
    server.sockets.add(socket);
  }

  set(timeline: Timeline): void {
    this.timeline = timeline;
    this.shown.push(timeline.messages.map(({ seq }) => seq));
  }

  page(input: object, apply: (timeline: Timeline, page: HistoryPage) => Timeline): void {
    const page = structuredClone(
      this.server.handle(1, 'list_messages', { chatId: this.chat.id, ...input }),
    ) as HistoryPage;
    this.answers.push(() => this.set(apply(this.timeline, page)));
  }

  /** Asks for all pages, as they are on the server from now on; `between` happens on the server after the first. */
  sync(between: () => void = () => {}): void {
    if (!this.timeline.valid) return;
    const since = this.timeline.revision;
    const pages: ChatChanges[] = [];
    for (let from = since, more = true; more; between()) {
      const input = { chatId: this.chat.id, since: from };
      const page = structuredClone(this.server.handle(1, 'list_changes', input)) as ChatChanges;
      if (page.reset) return void this.answers.push(() => this.set(dropAll(this.timeline)));
      pages.push(page);
      more = page.more;
      from = page.revision;
    }
    this.answers.push(() => this.set(mergeChanges(this.timeline, since, pages)));
  }
}

type Act = (reader: Reader, n: number) => void;

const ACTS: Record<string, Act> = {
  send: ({ server, chat }) => void server.send(2, chat.id, `text ${chat.messages.length}`),
  edit: ({ server, chat }, n) => server.edit(chat, 1 + (n % chat.messages.length), `edited ${n}`),
  event: (reader) => {
    const event = reader.events.shift();
    if (event) reader.set(applyMessage(reader.timeline, event));
  },
  lateEvent: (reader, n) => {
    const [event] = reader.events.splice(n % (reader.events.length + 1), 1);
    if (event) reader.set(applyMessage(reader.timeline, event));
  },
  loseEvent: (reader) => void reader.events.shift(),
  answer: (reader, n) => reader.answers.splice(n % (reader.answers.length + 1), 1)[0]?.(),
  latest: (reader) => reader.page({}, applyPage),
  around: (reader, n) => reader.page({ around: 1 + (n % reader.chat.messages.length) }, applyPage),
  before: (reader) => {
    const before = reader.timeline.messages[0]?.seq ?? 1;
    reader.page({ before }, (timeline, page) => applyBefore(timeline, before, page));
  },
  after: (reader) => {
    const after = lastSeq(reader.timeline);
    reader.page({ after }, (timeline, page) => applyAfter(timeline, after, page));
  },
  sync: (reader) => reader.sync(),
  syncWhileWriting: (reader, n) =>
    reader.sync(() => {
      if (reader.chat.messages.length < 40) ACTS['send']?.(reader, n);
      ACTS['edit']?.(reader, n);
    }),
};

/** What a conversation does when it is left alone: everything arrives, and it syncs until nothing is missing. */
function settle(reader: Reader): void {
  for (const event of reader.events.splice(0)) reader.set(applyMessage(reader.timeline, event));
  for (const answer of reader.answers.splice(0)) answer();
  for (let round = 0; round < 4; round++) {
    if (!reader.timeline.valid) reader.page({}, applyPage);
    // The first round is the tip that says that something may have been lost.
    else if (round === 0 || hasGap(reader.timeline) || isBehind(reader.timeline)) reader.sync();
    for (const answer of reader.answers.splice(0)) answer();
  }
}

describe('the run of a conversation', () => {
  test('[CL3][CL4] is what a fresh load gives, whatever came in whatever order, and never has a hole', () => {
    const often = ['edit', 'event', 'event', 'answer', 'answer', 'before', 'send'];
    const act = fc.tuple(fc.constantFrom(...Object.keys(ACTS), ...often), fc.nat({ max: 30 }));
    fc.assert(
      fc.property(fc.boolean(), fc.array(act, { maxLength: 40, size: 'max' }), (loaded, acts) => {
        const server = new FakeServer();
        Object.assign(server, { historyPage: 3, syncPage: 2, changesMax: 15 });
        const chat = server.createChat(1, 2);
        for (let at = 0; at < 8; at++) server.send(2, chat.id, `old ${at}`);
        const reader = new Reader(server, chat);
        if (loaded) {
          reader.page({}, applyPage);
          reader.answers.shift()?.();
        }
        for (const [name, n] of acts) ACTS[name]?.(reader, n);
        settle(reader);
        const { messages, hasBefore, attached } = reader.timeline;
        const first = messages[0]?.seq ?? 1;
        expect(messages).toEqual(chat.messages.slice(first - 1, first - 1 + messages.length));
        expect(hasBefore).toBe(first > 1);
        if (attached) expect(messages.at(-1)?.seq).toBe(chat.messages.length);
        for (const seqs of reader.shown) seqs.forEach((seq, at) => expect(seq).toBe((seqs[0] ?? 0) + at));
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 400) },
    );
  }, 60_000);
});
