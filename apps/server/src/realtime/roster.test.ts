import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Roster, type RosterChange } from './roster.js';

function rosterWithNews() {
  const news: string[] = [];
  const roster = new Roster({
    userCame: (userId) => void news.push(`came ${userId}`),
    userWent: (userId, gone) => void news.push(`went ${userId}${gone ? ' with its node' : ''}`),
    joined: (chatId, userId) => void news.push(`joined ${chatId} ${userId}`),
    left: (chatId, userId) => void news.push(`left ${chatId} ${userId}`),
    crowded: () => undefined,
  });
  return { roster, news };
}

const user = (userId: number, connections: number, oldestAt = 0): RosterChange => ({
  kind: 'user',
  userId,
  connections,
  oldestAt,
});
const seat = (chatId: string, userId: number, joined: boolean): RosterChange => ({
  kind: 'chat',
  chatId,
  userId,
  joined,
});

describe('the roster of other nodes', () => {
  it('[SV1] tells the first coming and the last going of somebody on several nodes', () => {
    const { roster, news } = rosterWithNews();
    roster.apply('a', [user(1, 1), seat('c', 1, true)]);
    roster.apply('b', [user(1, 2), seat('c', 1, true)]);
    roster.apply('a', [user(1, 0), seat('c', 1, false)]);
    expect(roster.isElsewhere(1)).toBe(true);
    expect(roster.joinedUsers('c')).toEqual([1]);
    roster.apply('b', [seat('c', 1, false), user(1, 0)]);
    expect(news).toEqual(['came 1', 'joined c 1', 'left c 1', 'went 1']);
    expect(roster.isElsewhere(1)).toBe(false);
  });

  it('[SV7] forgets a node that is gone, and says so', () => {
    const { roster, news } = rosterWithNews();
    roster.apply('a', [user(1, 1), { kind: 'address', address: '1.2.3.4', connections: 3 }, seat('c', 1, true)]);
    roster.apply('b', [{ kind: 'address', address: '1.2.3.4', connections: 2 }]);
    expect(roster.connectionsFrom('1.2.3.4')).toBe(5);
    roster.drop('a');
    expect(news.slice(2)).toEqual(['left c 1', 'went 1 with its node']);
    expect(roster.connectionsFrom('1.2.3.4')).toBe(2);
  });

  it('a whole list takes the place of what was said before, telling only what differs', () => {
    const { roster, news } = rosterWithNews();
    roster.apply('a', [user(1, 1), user(2, 1), seat('c', 1, true)]);
    news.length = 0;
    roster.replace('a', [user(2, 2, 5), user(3, 1), seat('c', 2, true)]);
    expect(news.toSorted()).toEqual(['came 3', 'joined c 2', 'left c 1', 'went 1']);
    expect(roster.connectionsOf(2)).toEqual([{ connections: 2, oldestAt: 5 }]);
  });

  it('ends in the same state by changes and by whole lists, and keeps nothing of nodes that are gone', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('user' as const), userId: fc.nat(3), connections: fc.nat(2), oldestAt: fc.nat(9) }),
      fc.record({ kind: fc.constant('address' as const), address: fc.constantFrom('x', 'y'), connections: fc.nat(2) }),
      fc.record({
        kind: fc.constant('chat' as const),
        chatId: fc.constantFrom('c', 'd'),
        userId: fc.nat(3),
        joined: fc.boolean(),
      }),
    );
    const step = fc.record({ node: fc.constantFrom('a', 'b'), change });
    const looksOf = (roster: Roster) => ({
      users: [0, 1, 2, 3].map((userId) =>
        roster
          .connectionsOf(userId)
          .map(({ connections }) => connections)
          .toSorted((a, b) => a - b),
      ),
      addresses: ['x', 'y'].map((address) => roster.connectionsFrom(address)),
      chats: ['c', 'd'].map((chatId) => roster.joinedUsers(chatId).toSorted((a, b) => a - b)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [stepwise, whole] = [rosterWithNews().roster, rosterWithNews().roster];
        const now = { a: new Map<string, RosterChange>(), b: new Map<string, RosterChange>() };
        for (const { node, change: one } of steps) {
          stepwise.apply(node, [one]);
          const key =
            one.kind === 'user' ? one.userId : one.kind === 'address' ? one.address : `${one.chatId} ${one.userId}`;
          now[node as 'a' | 'b'].set(`${one.kind} ${key}`, one);
          const isThere = (held: RosterChange) => (held.kind === 'chat' ? held.joined : held.connections > 0);
          whole.replace(node, [...now[node as 'a' | 'b'].values()].filter(isThere));
        }
        expect(looksOf(whole)).toEqual(looksOf(stepwise));
        for (const node of ['a', 'b']) stepwise.drop(node);
        expect(looksOf(stepwise)).toEqual(looksOf(rosterWithNews().roster));
      }),
    );
  });
});
