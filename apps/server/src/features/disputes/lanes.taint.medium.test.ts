import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { TaintOutside } from './testing/taint-outside.js';
import { TaintWorld, Watched } from './testing/taint-world.js';

let server: TestServer;
let outside: TaintOutside;
beforeAll(async () => {
  outside = await TaintOutside.start();
  server = await startTestServer(outside.env);
});
afterAll(async () => {
  await server.close();
  await outside.close();
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One round in `npm test`; more, each of another seed, with `TAINT_ROUNDS`. */
const ROUNDS = Number(process.env['TAINT_ROUNDS'] ?? 1);
const STEPS = 96;
/** Every so many steps everybody asks for everything. */
const LOOK_EVERY = 24;

describe.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))('seed %i', (seed) => {
  it(
    '[LN2][LN3][ME2] nothing that was said in a lane, no id and no count of it reaches anybody who is not in it',
    { timeout: 120_000 },
    async () => {
      const random = randomOf(seed);
      const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
      const world = new TaintWorld(seed);
      const region = `taint-${seed}`;
      const names = ['customer', 'provider', 'lsm1', 'lsm2', 'elsewhere', 'admin', 'stranger'] as const;
      const emailOf = (name: string) => `${name}.${seed}@example.com`;
      const users = {
        customer: await server.user('customer', { region, email: emailOf('customer') }),
        provider: await server.user('provider', { email: emailOf('provider') }),
        lsm1: await server.user('lsm', { region, email: emailOf('lsm1') }),
        lsm2: await server.user('lsm', { region, email: emailOf('lsm2') }),
        elsewhere: await server.user('lsm', { region: 'somewhere else', email: emailOf('elsewhere') }),
        admin: await server.user('admin', { email: emailOf('admin') }),
        stranger: await server.user('customer', { region, email: emailOf('stranger') }),
      };
      const actors = Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await Watched.connect(name, users[name], server, world)])),
      ) as Record<(typeof names)[number], Watched>;
      for (const name of names) await outside.subscribe(server, name, users[name]);
      const nameOf = new Map(names.map((name) => [users[name].id, name as string]));

      const chatId = await server.chat(users.customer, users.provider);
      world.addPlace(chatId, ['customer', 'provider', 'host'], null);
      const chats = [chatId];
      const disputeIds: string[] = [];
      let disputeId: string | null = null;
      let present: 'lsm1' | 'lsm2' | null = null;
      let messageIds: { chat: string; id: string }[] = [];
      let offerId = '00000000-0000-4000-8000-000000000000';

      /** Takes over what the dispute is now from an admin, who sees it and never a chat. */
      const follow = async (): Promise<void> => {
        if (disputeId === null) return;
        const { body } = await server.rest(users.admin.token, 'GET', `/api/disputes/${disputeId}`);
        const ended = body.status === 'resolved' || body.status === 'withdrawn';
        const lsm = body.status === 'assigned' ? (nameOf.get(body.lsm_id) ?? null) : null;
        if (lsm !== null && !world.places.has(`${disputeId} staff`)) await learnLanes(lsm);
        present = lsm as 'lsm1' | 'lsm2' | null;
        world.hasCase(disputeId, lsm, ended);
        if (ended) disputeId = null;
      };
      const learnLanes = async (lsm: string): Promise<void> => {
        const { body } = await server.rest(users[lsm as 'lsm1'].token, 'GET', `/api/disputes/${disputeId}`);
        for (const { lane, chatId: id } of body.lanes as { lane: string; chatId: string }[]) {
          world.addPlace(id, lane === 'staff' ? [] : [lane], disputeId);
          world.add(id, id);
          chats.push(id);
        }
        world.addPlace(`${disputeId} staff`, [], disputeId);
      };
      const remember = (answer: { ok: boolean; message?: { id: string; chatId: string; offer?: { id: string } } }) => {
        if (!answer.ok || answer.message === undefined) return;
        messageIds.push({ chat: answer.message.chatId, id: answer.message.id });
        offerId = answer.message.offer?.id ?? offerId;
      };

      const operations: (() => Promise<void>)[] = [
        ...Array.from({ length: 9 }, () => async () => {
          const chat = pick(chats);
          remember(
            await actors[pick(names)].call('send_message', { chatId: chat, message: `Say ${world.word(chat)}` }),
          );
        }),
        async () => void (await actors[pick(names)].call('join_chat', { chatId: pick(chats) })),
        async () => void (await actors[pick(names)].call('leave_chat', { chatId: pick(chats) })),
        async () => void (await actors[pick(names)].call('typing', { chatId: pick(chats), isTyping: random() < 0.5 })),
        async () => void (await actors[pick(names)].call('mark_read', { chatId: pick(chats) })),
        async () => void (await actors[pick(names)].call('mark_delivered', { chatId: pick(chats), seq: 3 })),
        async () => {
          const name = pick(names);
          world.addPlace(`draft of ${name}`, [name], null);
          await actors[name].call('set_chat_prefs', { chatId: pick(chats), draft: world.word(`draft of ${name}`) });
        },
        async () => {
          const { chat, id } = pick([...messageIds, { chat: chatId, id: chatId }]);
          const what = pick(['react', 'edit', 'delete', 'reply', 'pin'] as const);
          const actor = actors[pick(names)];
          if (what === 'react')
            await actor.call('react', { chatId: chat, messageId: id, emoji: '👍', active: random() < 0.7 });
          if (what === 'edit')
            await actor.call('edit_message', { chatId: chat, messageId: id, message: `Now ${world.word(chat)}` });
          if (what === 'pin') await actor.call('pin_message', { chatId: chat, messageId: id, pinned: random() < 0.7 });
          if (what === 'delete') await actor.call('delete_message', { chatId: chat, messageId: id });
          if (what === 'reply')
            remember(
              await actor.call('send_message', { chatId: chat, reply_to: id, message: `Re ${world.word(chat)}` }),
            );
        },
        ...Array.from({ length: 4 }, () => async () => {
          const { chat, id } = pick([...messageIds, { chat: chatId, id: chatId }]);
          const name = present !== null && random() < 0.6 ? present : pick(names);
          await actors[name].call('forward_message', { chatId: pick(chats), from_chat_id: chat, messageId: id });
        }),
        async () =>
          void (await actors[pick(names)].call('sync', { chats: chats.map((id) => ({ chatId: id, revision: 0 })) })),
        ...Array.from({ length: 2 }, () => async () => {
          if (disputeId !== null) return;
          const answer = await actors[pick(['customer', 'provider'] as const)].call('open_dispute', {
            chatId,
            reason: 'Quarrel',
          });
          if (!answer.ok) return;
          disputeId = answer.dispute.id as string;
          disputeIds.push(disputeId);
          world.places.set(chatId, {
            owners: ['customer', 'provider', 'host'],
            disputeId,
            former: world.places.get(chatId)!.former,
          });
        }),
        ...Array.from({ length: 4 }, () => async () => {
          if (disputeId !== null)
            await actors[pick(['lsm1', 'lsm2', 'elsewhere'] as const)].call('join_dispute', { disputeId });
        }),
        ...Array.from({ length: 3 }, () => async () => {
          if (disputeId === null) return;
          const lsm = present !== null && random() < 0.7 ? present : pick(['lsm1', 'lsm2'] as const);
          const note = world.places.has(`${disputeId} staff`) ? world.word(`${disputeId} staff`) : 'nothing';
          const to = users[lsm === 'lsm1' ? 'lsm2' : 'lsm1'].id;
          if (random() < 0.5) await actors[lsm].call('release_dispute', { disputeId, note });
          else await actors[lsm].call('hand_over_dispute', { disputeId, lsm_id: to, note });
        }),
        async () => {
          if (disputeId !== null)
            remember(await actors[pick(names)].call('make_offer', { disputeId, text: world.word(chatId) }));
        },
        async () => {
          if (disputeId !== null)
            await actors[pick(names)].call(pick(['accept_offer', 'decline_offer']), { disputeId, offerId });
        },
        async () => {
          if (disputeId === null || random() < 0.6) return;
          if (random() < 0.5) await actors[pick(names)].call('withdraw_dispute', { disputeId });
          else {
            const place = `${disputeId} reason`;
            world.addPlace(place, ['customer', 'provider', 'admin', 'host'], disputeId);
            await actors[pick(names)].call('resolve_dispute', { disputeId, outcome: 'Done', note: world.word(place) });
          }
        },
        async () => {
          if (random() < 0.7) return;
          await server.rest(
            users.admin.token,
            'DELETE',
            `/api/admin/chats/${chatId}/members/${pick([users.lsm1.id, users.lsm2.id])}`,
          );
        },
      ];

      for (let step = 1; step <= STEPS; step++) {
        await pick(operations)();
        await follow();
        for (const actor of Object.values(actors)) actor.look();
        outside.look(world);
        if (step % LOOK_EVERY === 0) {
          await Promise.all(Object.values(actors).map((actor) => actor.askEverywhere(chats, disputeIds)));
          messageIds = messageIds.slice(-12);
        }
      }
      for (const actor of Object.values(actors)) actor.look();
      await expect.poll(() => outside.isQuiet(server), { timeout: 20_000 }).toBe(true);
      outside.look(world);
      expect(world.leaks).toEqual([]);
      // The round was one: lanes were made and spoken in.
      expect(chats.length).toBeGreaterThan(3);
      expect(
        [...world.secrets.values()].filter(({ place }) => place !== chatId && chats.includes(place)).length,
      ).toBeGreaterThan(10);
      for (const count of outside.came) expect(count).toBeGreaterThan(5);
    },
  );
});
