import { describe, expect, it } from 'vitest';
import { type FinalMessage, type Happening, type History, Recorder } from '../history/history.js';
import { check, describeFirst } from './check.js';
import { insidesIn } from './oracle.js';
import { INVARIANTS } from './violation.js';

const CHAT = 'chat';
const ada = { client: 'ada', user: 1, chatId: CHAT };
const bob = { client: 'bob', user: 2, chatId: CHAT };
const onBob = { ...bob, connection: 'bob#1' };

function historyOf(happenings: readonly (Happening & { at?: number })[]): History {
  const recorder = new Recorder();
  for (const happening of happenings) recorder.add(happening);
  return recorder.history.map((event, n) => ({ ...event, at: happenings[n]?.at ?? n }));
}

const send = (clientId: string, who = ada): Happening => ({ kind: 'send', clientId, text: clientId, ...who });
const ack = (clientId: string, seq: number, who = ada): Happening => ({
  kind: 'ack',
  clientId,
  seq,
  id: `id-${clientId}`,
  inOrder: true,
  ...who,
});
const see = (clientId: string, seq: number): Happening => ({
  kind: 'see',
  event: 'new_message',
  seq,
  revision: seq,
  id: `id-${clientId}`,
  clientId,
  ...onBob,
});
const push = (seq: number): Happening => ({ kind: 'push', device: 'phone', user: 2, chatId: CHAT, seq });
const joined: Happening = { kind: 'joined', lastSeq: 0, ...onBob };
const message = (clientId: string, seq: number, change: Partial<FinalMessage> = {}): FinalMessage => ({
  seq,
  id: `id-${clientId}`,
  revision: seq,
  clientId,
  senderId: 1,
  text: clientId,
  deleted: false,
  ...change,
});
interface Ending {
  readonly node?: string;
  readonly unread?: number;
  readonly read?: number;
}
const final = (messages: readonly FinalMessage[], { node = 'node 1', unread, read = 0 }: Ending = {}): Happening => ({
  kind: 'final',
  node,
  chatId: CHAT,
  messages,
  summaries: [
    {
      userId: 2,
      lastSeq: messages.length,
      readSeq: read,
      unread: unread ?? messages.filter(({ seq, senderId }) => seq > read && senderId === 1).length,
      marks: [{ userId: 2, read, delivered: read }],
    },
  ],
});
const shown = (...messages: readonly FinalMessage[]): Happening => ({
  kind: 'shown',
  messages: messages.map(({ seq, id }) => ({ seq, id })),
  waiting: 0,
  unread: null,
  ...bob,
});

const [a, b] = [message('a', 1), message('b', 2)];
/** Two messages, sent one after the other, and all is well. */
const well: readonly Happening[] = [
  joined,
  send('a'),
  ack('a', 1),
  see('a', 1),
  send('b'),
  ack('b', 2),
  see('b', 2),
  { kind: 'shows', runs: [[1, 2]], keys: ['a', 'b'], ...bob },
  { kind: 'quiet' },
  final([a, b]),
  final([a, b], { node: 'node 2' }),
  shown(a, b),
];

const namesOf = (happenings: readonly (Happening & { at?: number })[]) => [
  ...new Set(check(historyOf(happenings)).map(({ invariant }) => invariant)),
];

/** Histories in which one thing is wrong, under the invariant that has to notice it. */
const broken: Record<(typeof INVARIANTS)[number], readonly (readonly (Happening & { at?: number })[])[]> = {
  I1: [
    [send('a'), ack('a', 1), final([])],
    [send('a'), ack('a', 1), { kind: 'changed', id: 'id-a', revision: 2, text: 'new', ...ada }, final([a])],
    [
      send('a'),
      ack('a', 1),
      { kind: 'changed', id: 'id-a', revision: 2, text: null, ...ada },
      final([message('a', 1, { revision: 2 })]),
    ],
  ],
  I2: [
    [send('a'), { kind: 'refused', clientId: 'a', code: 'chat_closed', ...ada }, final([a])],
    [joined, send('a'), { kind: 'refused', clientId: 'a', code: 'internal', ...ada }, see('a', 1)],
    [joined, send('a'), see('a', 1), { kind: 'refused', clientId: 'a', code: 'chat_closed', since: 3, ...ada }],
    [joined, send('a'), see('a', 1), final([])],
  ],
  I3: [
    [send('a'), final([a, message('a', 2, { id: 'other' })])],
    [send('a'), ack('a', 1), { ...ack('a', 2), id: 'other' } as Happening],
  ],
  I4: [
    [final([message('a', 2)], {})],
    [final([a]), final([a, b], { node: 'node 2' })],
    [{ ...final([a]), summaries: [{ userId: 2, lastSeq: 3, readSeq: 0, unread: 1, marks: [] }] } as Happening],
  ],
  I5: [
    [send('a'), ack('a', 1), joined, { ...see('b', 1) }],
    [final([a]), { kind: 'shown', messages: [{ seq: 1, id: 'another' }], waiting: 0, unread: null, ...bob }],
  ],
  I6: [[send('a'), ack('a', 2), send('b', bob), ack('b', 1, bob)]],
  I7: [[send('a'), send('b'), ack('b', 1), ack('a', 2)]],
  I8: [
    [
      {
        kind: 'shows',
        runs: [
          [1, 2],
          [4, 4],
        ],
        keys: [],
        ...bob,
      },
    ],
    [
      {
        kind: 'shows',
        runs: [
          [1, 2],
          [2, 2],
        ],
        keys: [],
        ...bob,
      },
    ],
    [{ kind: 'shows', runs: [[1, 1]], keys: ['a', 'a'], ...bob }],
    [joined, see('a', 1), see('c', 3)],
    [joined, see('b', 2)],
    [joined, see('a', 1), see('a', 1)],
  ],
  I9: [
    [final([a, b]), shown(a)],
    [final([a, b]), shown()],
    [final([a]), { ...shown(a), waiting: 1 } as Happening],
  ],
  I10: [
    [joined, { kind: 'removal', user: 2, chatId: CHAT, seq: 1, revision: 1 }, see('a', 1)],
    [
      { kind: 'removal', user: 2, chatId: CHAT, seq: 2, revision: 2 },
      { kind: 'shows', runs: [[1, 2]], keys: [], ...bob },
    ],
    [
      joined,
      { kind: 'left', removed: true, ...onBob },
      { kind: 'hear', event: 'user_typing', ...onBob },
      { kind: 'removal', user: 2, chatId: CHAT, seq: 9, revision: 9 },
    ],
    [
      { kind: 'removed', user: 2, chatId: CHAT },
      send('x', bob),
      { kind: 'read', began: 1, ok: true, code: null, ...bob },
    ],
    [{ kind: 'removal', user: 2, chatId: CHAT, seq: 1, revision: 1 }, send('b', bob), ack('b', 2, bob)],
  ],
  I11: [
    [final([a, b], { unread: 1 })],
    [final([message('a', 1, { deleted: true, text: '' })], { unread: 1 })],
    [final([message('a', 1, { senderId: 0, clientId: null })], { unread: 1 })],
    [final([a, b]), { ...shown(a, b), unread: 1 } as Happening],
  ],
  I12: [
    [
      { kind: 'mark', of: 2, mark: 'read', seq: 2, ...onBob },
      { kind: 'mark', of: 2, mark: 'read', seq: 1, ...onBob },
    ],
    [{ kind: 'marked', mark: 'read', seq: 2, ...bob }, final([a, b], { read: 1 })],
    [final([a], { read: 7, unread: 0 })],
  ],
  I13: [
    [push(1), push(1)],
    [
      { kind: 'marked', mark: 'read', seq: 2, ...bob, at: 1000 },
      { ...push(2), at: 3000 },
    ],
    [{ kind: 'subscribed', device: 'phone', user: 2, chatId: CHAT }, push(1), final([a, b])],
  ],
  I14: [
    [
      { kind: 'online', client: 'ada', user: 1, node: 'node 1' },
      { kind: 'online', client: 'bob', user: 2, node: 'node 1' },
      joined,
      { ...send('a'), at: 10 },
      { ...see('a', 1), at: 2500 },
    ],
    [
      joined,
      { kind: 'fault', fault: 'f', phase: 'begins', proof: null, at: 5 },
      { ...send('a'), at: 10 },
      { kind: 'fault', fault: 'f', phase: 'ends', proof: 'seen', at: 1000 },
      { ...see('a', 1), at: 40_000 },
    ],
  ],
  I15: [[{ kind: 'inside', place: 'the database', what: 'locks older than 5 s', count: 1 }]],
  I16: [
    [{ kind: 'case', name: 'x', sameProcess: false, bystanderMs: 5, leaks: [], unexpected: null }],
    [{ kind: 'case', name: 'x', sameProcess: true, bystanderMs: 1500, leaks: [], unexpected: null }],
    [{ kind: 'case', name: 'x', sameProcess: true, bystanderMs: 5, leaks: ['a stack'], unexpected: null }],
    [{ kind: 'case', name: 'x', sameProcess: true, bystanderMs: 5, leaks: [], unexpected: 'answered 200' }],
  ],
  P13: [
    [
      { kind: 'drain', node: 'node 1', clients: ['bob'], at: 0 },
      { kind: 'quiet', at: 21_000 },
    ],
    [
      { kind: 'drain', node: 'node 1', clients: ['bob'], at: 0 },
      { kind: 'online', client: 'bob', user: 2, node: 'node 2', at: 20_500 },
    ],
  ],
};

describe('the checker', () => {
  it('finds nothing in a history in which all is well', () => {
    expect(check(historyOf(well))).toEqual([]);
  });

  it.each(INVARIANTS)('notices what breaks %s', (name) => {
    expect(broken[name].length).toBeGreaterThan(0);
    for (const history of broken[name])
      expect([name, namesOf(history)]).toEqual([name, expect.arrayContaining([name])]);
  });

  it('names one invariant alone where only one is broken', () => {
    for (const name of ['I4', 'I6', 'I7', 'I11', 'I13', 'I15', 'I16'] as const)
      for (const history of broken[name]) expect(namesOf(history)).toEqual([name]);
  });

  it('does not take for order what a retry may have changed', () => {
    const late = { ...ack('a', 2), inOrder: false } as Happening;
    expect(namesOf([send('a'), send('b'), ack('b', 1), late])).toEqual([]);
  });

  it('takes what was sent first, and arrived after its repeat was refused, for no broken refusal', () => {
    const repeat: Happening = { kind: 'refused', clientId: 'a', code: 'chat_closed', since: 2, ...ada };
    expect(namesOf([joined, send('a'), repeat, see('a', 1), final([a])])).toEqual([]);
  });

  it('takes what came during a joining that failed for no part of the one that worked', () => {
    const late = { ...joined, lastSeq: 3 } as Happening;
    expect(namesOf([see('a', 1), late, see('d', 4)])).toEqual([]);
    expect(namesOf([see('c', 3), see('d', 4), late, see('e', 5)])).toEqual([]);
    expect(namesOf([see('c', 3), see('d', 4), late, see('f', 6)])).toEqual(['I8']);
  });

  it('takes a lost connection for the end of a live run, and a removal for the end of everything', () => {
    const lost: Happening = { kind: 'left', removed: false, ...onBob };
    expect(namesOf([joined, see('a', 1), lost, { ...joined, lastSeq: 4 } as Happening, see('e', 5)])).toEqual([]);
    const removal: Happening = { kind: 'removal', user: 2, chatId: CHAT, seq: 2, revision: 2 };
    expect(namesOf([joined, see('a', 1), removal, final([a, b]), shown()])).toEqual([]);
  });

  it('prints the first offending operation with what came before it', () => {
    const history = historyOf(broken.I7[0] ?? []);
    const text = describeFirst(check(history), history);
    expect(text).toContain('I7: ada sent a (seq 2) before b (seq 1)');
    expect(text).toContain('> 1 at 1 ms {"kind":"send","clientId":"b"');
  });
});

describe('what a server may not let out', () => {
  it.each([
    ['a stack', 'Error: x\n    at Object.run (file:///srv/a.js:1:2)'],
    ['SQL', 'duplicate key: insert into messages (a) values (1)'],
    ['a path of the machine', 'ENOENT /usr/lib/node/x'],
    ['a token', 'Bearer eyJhbGciOiJI.eyJzdWIiOiIxIn0.abcdefgh12'],
  ])('%s', (name, text) => {
    expect(insidesIn(text)).toContain(name);
  });

  it('and its ordinary answers', () => {
    for (const text of [
      '{"ok":false,"error":{"code":"invalid_payload","message":"message: must not be empty"}}',
      '{"type":"about:blank","title":"Not Found","status":404,"code":"not_found","message":"No such chat."}',
    ])
      expect(insidesIn(text)).toEqual([]);
  });
});
