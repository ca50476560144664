import type { ChatSummary, Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatClient, Conversation } from './client-types.js';
import { settle } from './testing/fake-clock.js';
import type { FakeChat } from './testing/fake-server.js';
import { createWorld, type World } from './testing/fake-world.js';

interface Run {
  readonly world: World;
  readonly client: ChatClient;
  readonly chats: FakeChat[];
  readonly sent: string[];
}

type Action = { readonly name: string; readonly chat: number; readonly n: number };

const ME = 1;
const OTHER = 2;

/** Everything that can happen to a client: others act, I act, the network and the server misbehave. */
const ACTIONS: Record<string, (run: Run, chat: FakeChat, conversation: Conversation, n: number) => void> = {
  deliver: ({ world }, _chat, _conversation, n) => deliver(world, n),
  deliverMany: ({ world }, _chat, _conversation, n) => {
    for (let at = 0; at < 8; at++) deliver(world, n + at);
  },
  otherSends: ({ world, sent }, chat) => void world.server.send(OTHER, chat.id, `other ${sent.length}`),
  otherSendsMany: ({ world }, chat) => {
    for (let at = 0; at < 6; at++) world.server.send(OTHER, chat.id, `many ${at}`);
  },
  otherEdits: ({ world }, chat, _conversation, n) =>
    world.server.edit(chat, 1 + (n % (chat.messages.length + 1)), `edited ${n}`),
  otherDeletes: ({ world }, chat, _conversation, n) => world.server.delete(chat, 1 + (n % (chat.messages.length + 1))),
  otherReads: ({ world }, chat, _conversation, n) =>
    void world.server.handle(OTHER, n % 2 ? 'mark_read' : 'mark_delivered', { chatId: chat.id, seq: n % 20 }),
  myOtherDeviceSends: ({ world }, chat, _conversation, n) =>
    void world.server.send(ME, chat.id, `elsewhere ${n}`, `else-${n}`),
  myOtherDeviceReads: ({ world }, chat, _conversation, n) =>
    void world.server.handle(ME, 'mark_read', { chatId: chat.id, seq: n % 20 }),
  myOtherDevicePins: ({ world }, chat, _conversation, n) =>
    void world.server.handle(ME, 'set_chat_prefs', { chatId: chat.id, pinned: n % 2 === 0 }),
  drafting: ({ client }, chat, _conversation, n) => client.draft(chat.id).set(n % 3 ? `draft ${n}` : ''),
  statusChanges: ({ world }, chat, _conversation, n) => world.server.setStatus(chat, n % 2 ? 'open' : 'disputed'),
  newChat: ({ world, chats }) => void (chats.length < 5 && chats.push(world.server.createChat(ME, OTHER))),
  tips: ({ world }) => world.server.tips(),
  open: (_run, _chat, conversation) => conversation.open(),
  openAround: (_run, _chat, conversation, n) => conversation.open({ around: n % 20 }),
  close: (_run, _chat, conversation) => conversation.close(),
  loadBefore: (_run, _chat, conversation) => void conversation.loadBefore(),
  loadAfter: (_run, _chat, conversation) => void conversation.loadAfter(),
  loadAround: (_run, _chat, conversation, n) => void conversation.loadAround(1 + (n % 20)),
  loadLatest: (_run, _chat, conversation) => void conversation.loadLatest(),
  loadMoreChats: ({ client }) => void client.loadMoreChats().catch(() => undefined),
  send: ({ sent }, chat, conversation) => {
    const text = `mine ${sent.length}`;
    sent.push(`${chat.id} ${text}`);
    conversation.send(text);
  },
  markRead: (_run, _chat, conversation, n) => conversation.markRead(n % 20),
  cut: ({ world }) => [...world.network.sockets].at(-1)?.cut(),
  silence: ({ world }) => {
    const socket = [...world.network.sockets].at(-1);
    if (socket) socket.silent = true;
  },
  goDown: ({ world }) => world.network.goDown(),
  comeBack: ({ world }) => world.network.comeBack(),
  loseMessages: ({ world }, _chat, _conversation, n) => {
    world.server.lose = (event) => event === (n % 2 ? 'new_message' : 'message_updated');
  },
  loseNothing: ({ world }) => {
    world.server.lose = () => false;
  },
};

/** How often each happens beside the others; those not named: once. */
const WEIGHTS: Record<string, number> = {
  deliver: 24,
  deliverMany: 6,
  pass: 6,
  otherSends: 8,
  otherSendsMany: 2,
  otherEdits: 4,
  otherDeletes: 3,
  loadBefore: 4,
  loadAfter: 3,
  loadAround: 3,
  send: 4,
};

interface Setting {
  /** Pages so small that everything takes several. */
  readonly small: boolean;
  /** Starts connected, with its conversations open and caught up. */
  readonly warm: boolean;
}

/** Time passes in steps that let everything that waits happen now and then. */
const PASSING = [0, 1, 150, 300, 1000, 5000, 12_000, 40_000];

function deliver(world: World, n: number): void {
  if (world.network.busy > 0) world.network.deliver(n);
}

async function perform({ small, warm }: Setting, actions: readonly Action[]): Promise<Run> {
  const world = createWorld();
  const chats = [world.server.createChat(ME, OTHER), world.server.createChat(OTHER, ME)];
  for (let at = 0; at < 7; at++) world.server.send(at % 3 ? OTHER : ME, chats[0]?.id ?? '', `old ${at}`);
  const run: Run = { world, client: world.client(ME), chats, sent: [] };
  if (small) Object.assign(world.server, { syncPage: 2, changesMax: 12, listPage: 2, historyPage: 4 });
  world.network.auto = warm;
  void run.client.connect();
  if (warm) {
    for (const { id } of chats) run.client.conversation(id).open();
    await world.quiet(1000);
    world.network.auto = false;
  }
  for (const { name, chat: index, n } of actions) {
    const chat = chats[index % chats.length];
    if (chat === undefined) throw new Error('no chat');
    if (name === 'pass') await world.quiet(PASSING[n % PASSING.length]);
    else ACTIONS[name]?.(run, chat, run.client.conversation(chat.id), n);
    await settle();
    for (const { id } of chats) expectOneRun(run.client.conversation(id));
  }
  return run;
}

/** At any moment: nothing twice, no hole, in order. */
function expectOneRun(conversation: Conversation): void {
  const { items } = conversation.state.get();
  const seqs = items.flatMap((item) => (item.kind === 'message' ? [item.message.seq] : []));
  seqs.forEach((seq, at) => expect(seq).toBe((seqs[0] ?? 0) + at));
  const ids = items.map((item) => (item.kind === 'message' ? item.message.client_id : item.clientId));
  const known = ids.filter((id) => id !== null);
  expect(new Set(known).size).toBe(known.length);
  const firstOutgoing = items.findIndex(({ kind }) => kind === 'outgoing');
  if (firstOutgoing >= 0) expect(items.slice(firstOutgoing).every(({ kind }) => kind === 'outgoing')).toBe(true);
}

/** The faults stop, and there is time enough for everything. */
async function heal({ world, client, chats }: Run): Promise<void> {
  world.server.lose = () => false;
  // socket.io-client notices by itself that no pings come.
  for (const socket of world.network.sockets) if (socket.silent) socket.cut('ping timeout');
  world.network.comeBack();
  world.network.auto = true;
  while (world.network.busy > 0) {
    world.network.deliver(0);
    await settle();
  }
  for (const { id } of chats) client.conversation(id).open();
  for (let round = 0; round < 3; round++) {
    await world.quiet(25_000);
    world.server.tips();
  }
  await world.quiet(5000);
  for (const { id } of chats) await client.conversation(id).loadLatest();
  while (client.chats.get().hasMore) {
    await client.loadMoreChats();
    await world.quiet(10);
  }
  world.network.tell('wake');
  await world.quiet(1000);
}

const plain = (summary: ChatSummary | undefined) =>
  summary && {
    ...summary,
    members: summary.members.map(({ read_at: _, delivered_seq, ...member }) => ({
      ...member,
      delivered_seq: Math.max(delivered_seq, member.read_seq),
    })),
  };

function expectFresh({ world, client, chats, sent }: Run): void {
  for (const chat of chats) {
    const state = client.conversation(chat.id).state.get();
    expect(state).toMatchObject({ status: 'ready', live: true, hasAfter: false, typing: [] });
    const shown: Message[] = state.items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
    expect(shown).toHaveLength(state.items.length);
    expect(shown).toEqual(chat.messages.slice(chat.messages.length - shown.length));
    expect(state.hasBefore).toBe(shown.length < chat.messages.length);
    expect(client.draft(chat.id).get()).toBe(state.summary?.prefs.draft ?? '');
    expect(plain(state.summary)).toEqual(plain(world.server.summary(chat, ME)));
  }
  const mine = chats.flatMap((chat) =>
    chat.messages.filter(({ client_id, sender_id }) => sender_id === ME && client_id && !client_id.startsWith('else')),
  );
  const kept = mine.filter(({ edited_at, deleted_at }) => edited_at === null && deleted_at === null);
  for (const message of kept) expect(sent).toContain(`${message.chatId} ${message.message}`);
  expect(mine).toHaveLength(sent.length);
  for (const chat of chats) {
    const texts = kept.filter(({ chatId }) => chatId === chat.id).map(({ message }) => `${chat.id} ${message}`);
    expect(texts).toEqual(sent.filter((text) => texts.includes(text)));
  }
  const fresh = chats.map((chat) => world.server.summary(chat, ME));
  const pinned = ({ prefs }: ChatSummary) => Number(prefs.pinned);
  fresh.sort((a, b) => pinned(b) - pinned(a) || (a.last_activity_at > b.last_activity_at ? -1 : 1));
  expect(client.chats.get().chats.map(plain)).toEqual(fresh.map(plain));
  expect(client.chats.get()).toMatchObject({ status: 'ready', hasMore: false, queued: 0 });
}

const setting = fc.record({ small: fc.boolean(), warm: fc.boolean() });
const action = fc.record({
  name: fc.oneof(
    ...['pass', ...Object.keys(ACTIONS)].map((name) => ({ weight: WEIGHTS[name] ?? 1, arbitrary: fc.constant(name) })),
  ),
  chat: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 4 }) }),
  n: fc.nat({ max: 97 }),
});

/** Counterexamples of earlier days, each action with its chat and its number. */
const REGRESSIONS: [Setting, Action[]][] = [
  [{ small: false, warm: false }, actions('open 0 0', 'close 0 0', 'pass 0 2')],
  [
    { small: true, warm: false },
    actions(
      'otherSends 0 0',
      'deliver 0 0',
      'deliver 0 0',
      'deliver 0 9',
      'newChat 0 0',
      'otherSends 1 0',
      'myOtherDevicePins 2 0',
      'otherSendsMany 0 0',
    ),
  ],
  [
    { small: false, warm: false },
    actions(
      'drafting 0 10',
      'deliver 0 0',
      'deliver 0 0',
      'pass 0 0',
      'drafting 0 11',
      'silence 0 0',
      'deliverMany 0 0',
      'drafting 0 0',
    ),
  ],
];

function actions(...lines: readonly string[]): Action[] {
  return lines.map((line) => {
    const [name = '', chat, n] = line.split(' ');
    return { name, chat: Number(chat), n: Number(n) };
  });
}

describe('state after events equals state fetched afresh', () => {
  test('[CL2][CL3][CL4][CL8] whatever order events, pages, answers, losses and reconnects come in', async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(setting, fc.array(action, { maxLength: 100, size: 'max' }), async (how, actions) => {
        const run = await perform(how, actions);
        await heal(run);
        expectFresh(run);
        run.client.close();
      }),
      { examples: REGRESSIONS, numRuns: Number(process.env['FC_RUNS'] ?? 100) },
    );
  }, 120_000);
});
