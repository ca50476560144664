import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { toEntry } from '../feed/feed.mapper.js';
import { FeedSession } from '../feed/feed-session.js';
import { markNotificationsRead, settleNotifications } from './notifications.repository.js';
import { readPage } from './notifications.queries.js';
import { notifierHandler } from './testing/notifier-fixture.js';

const [CUSTOMER, PROVIDER, LSM] = [1, 2, 3];
const USERS = [CUSTOMER, PROVIDER, LSM];
const ROLES: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3 };

let test: TestDatabase;
let session: FeedSession;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.database.pooled.query(
    `insert into users (id, name, role) select i, 'User ' || i, (array['customer', 'provider', 'lsm'])[i] from generate_series(1, 3) i`,
  );
  session = await FeedSession.open(test.database);
  await session.name(['notifications']);
});
afterAll(async () => {
  await session.close();
  await test.drop();
});

interface Message {
  readonly seq: number;
  readonly sender: number;
  readonly text: string;
  deleted: boolean;
}

/** What one member is told, in plain sets: the messages of the notification that counts up. */
class MemberModel {
  seated = true;
  muted = false;
  open = false;
  read = 0;
  told = 0;
  run = new Set<number>();
  /** Notifications that this member had so far: each run of counting up is one. */
  nth = 0;
  ids = new Map<number, string>();

  constructor(readonly userId: number) {}

  telling(messages: readonly Message[]): Message[] {
    return messages.filter(
      ({ seq, sender, deleted }) => this.run.has(seq) && seq > this.read && sender !== 0 && sender !== this.userId && !deleted,
    );
  }

  work(messages: readonly Message[]): void {
    const fresh = messages.filter(
      ({ seq, sender, deleted }) => seq > this.told && seq > this.read && sender !== 0 && sender !== this.userId && !deleted,
    );
    this.told = messages.length;
    if (fresh.length === 0 || this.muted || this.open) return;
    if (this.telling(messages).length === 0) {
      this.run.clear();
      this.nth += 1;
    }
    for (const { seq } of fresh) this.run.add(seq);
  }
}

/** A chat in the database, and the same chat in the model. */
class Run {
  readonly chatId = v7();
  readonly messages: Message[] = [];
  readonly members = new Map(USERS.map((userId) => [userId, new MemberModel(userId)]));
  readonly announced = new Set<string>();
  readonly #handle = notifierHandler(test.database, {
    joined: () => USERS.filter((userId) => this.member(userId).open),
    announce: (some) => {
      for (const { id } of some) this.announced.add(id);
    },
  });

  member(userId: number): MemberModel {
    const member = this.members.get(userId);
    if (member === undefined) throw new Error(`no user ${userId}`);
    return member;
  }

  query<R extends object>(text: string, values: readonly unknown[]): Promise<R[]> {
    return test.database.realtime.query<R>(text, values);
  }

  async begin(): Promise<void> {
    await this.query(`insert into chats (id, customer_id, provider_id, created_by, subject) values ($1, 1, 2, 0, 'S')`, [this.chatId]);
    await this.query(`insert into chat_members (user_id, chat_id, role, solo) values (1, $1, 1, true), (2, $1, 2, true)`, [this.chatId]);
    this.member(LSM).seated = false;
  }

  async send(sender: number): Promise<void> {
    if (!this.member(sender).seated) return;
    const text = `text ${this.messages.length + 1}`;
    const [row] = await this.query<{ seq: number[] }>(
      `select a.seq from append_messages(array[$1::uuid], true, false, array[$1::uuid], array[$2::uuid], array[$3::int],
         array[0::smallint], array[null::text], array[null::uuid], array[$4], array[null::uuid], array[false]) a`,
      [this.chatId, v7(), sender, text],
    );
    this.messages.push({ seq: row?.seq[0] ?? 0, sender, text, deleted: false });
  }

  async system(): Promise<void> {
    await this.query(`select append_system_message($1, $2, 'said')`, [this.chatId, v7()]);
    this.messages.push({ seq: this.messages.length + 1, sender: 0, text: 'said', deleted: false });
  }

  async remove(nth: number): Promise<void> {
    const own = this.messages.filter(({ sender }) => sender !== 0 && this.member(sender).seated);
    const message = own[nth % Math.max(1, own.length)];
    if (message === undefined) return;
    const [row] = await this.query<{ outcome: string }>(
      `select d.outcome from delete_message($1, $2, (select id from messages where chat_id = $1 and seq = $3), 3600, false) d`,
      [this.chatId, message.sender, message.seq],
    );
    if (row?.outcome === 'done') message.deleted = true;
  }

  /** `told`: the server lived long enough to write down that the notification is cleared. */
  async read(userId: number, back: number, told: boolean): Promise<void> {
    const member = this.member(userId);
    if (!member.seated) return;
    const seq = Math.max(0, this.messages.length - back);
    await this.query('select from move_receipts(array[$1::uuid], array[$2::int], array[$3::bigint], array[0::bigint])', [
      this.chatId,
      userId,
      seq,
    ]);
    member.read = Math.max(member.read, seq);
    if (told) await settleNotifications(test.database, [{ chatId: this.chatId, userId, seq: null }], Date.now());
  }

  async mute(userId: number, muted: boolean): Promise<void> {
    this.member(userId).muted = muted;
    await this.query(
      `insert into chat_prefs (user_id, chat_id, muted_until) values ($1, $2, $3)
       on conflict (user_id, chat_id) do update set muted_until = excluded.muted_until`,
      [userId, this.chatId, muted ? new Date(Date.now() + 3_600_000) : new Date(Date.now() - 1)],
    );
  }

  async markRead(userId: number): Promise<void> {
    await markNotificationsRead(test.database, userId, { ids: null, chatId: this.chatId, all: false }, Date.now());
    this.member(userId).run.clear();
  }

  async seat(seated: boolean): Promise<void> {
    const lsm = this.member(LSM);
    if (lsm.seated === seated) return;
    await this.query(seated ? 'select seat_member($1, $2, $3::smallint, 0)' : 'select unseat_member($1, $2, $3 * 0)', [
      this.chatId,
      LSM,
      ROLES[LSM],
    ]);
    lsm.seated = seated;
    lsm.run.clear();
    if (seated) lsm.told = this.messages.length;
  }

  /** The worker's rounds; before the last one, as many die after the handler's work. */
  async work(deaths: number): Promise<void> {
    for (let round = 0; round <= deaths; round += 1) {
      const rows = await session.read('notifications', 500);
      expect(rows.every(({ settled }) => settled)).toBe(true);
      const last = rows.at(-1);
      if (last === undefined) break;
      await this.#handle(rows.map(toEntry));
      if (round === deaths) await session.move('notifications', last);
    }
    for (const member of this.members.values()) if (member.seated) member.work(this.messages);
  }

  /** What each user sees is what the model says. */
  async check(): Promise<void> {
    for (const member of this.members.values()) {
      const page = (await readPage(test.database, member.userId, 1000, null)).filter(({ chat_id }) => chat_id === this.chatId);
      const unread = page.filter(({ read_at }) => read_at === null);
      const telling = member.seated ? member.telling(this.messages) : [];
      const newest = telling.at(-1);
      expect(unread.map(({ count, title, body }) => ({ count, title, body }))).toEqual(
        newest === undefined ? [] : [{ count: telling.length, title: `User ${newest.sender}`, body: newest.text }],
      );
      expect(page.length - unread.length).toBeLessThanOrEqual(member.seated ? 1 + Number(unread.length === 0) : 0);
      for (const { id } of unread) {
        expect(this.announced).toContain(id);
        if (!member.ids.has(member.nth)) expect([...member.ids.values()]).not.toContain(id);
        else expect(member.ids.get(member.nth)).toBe(id);
        member.ids.set(member.nth, id);
      }
    }
  }
}

const user = fc.constantFrom(...USERS);
const operations = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), user }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('system' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), nth: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), user, back: fc.nat(4), told: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mute' as const), user, muted: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), user, open: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mark' as const), user }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('seat' as const), seated: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('work' as const), deaths: fc.nat(1) }) },
);
type Operation = typeof operations extends fc.Arbitrary<infer T> ? T : never;

async function perform(run: Run, operation: Operation): Promise<void> {
  switch (operation.do) {
    case 'send':
      return run.send(operation.user);
    case 'system':
      return run.system();
    case 'delete':
      return run.remove(operation.nth);
    case 'read':
      return run.read(operation.user, operation.back, operation.told);
    case 'mute':
      return run.mute(operation.user, operation.muted);
    case 'open':
      run.member(operation.user).open = operation.open;
      return undefined;
    case 'mark':
      return run.markRead(operation.user);
    case 'seat':
      return run.seat(operation.seated);
    case 'work':
      return run.work(operation.deaths);
  }
}

it('[NO1][NO2][NO5][NO7][NO8][NO9][NO10] whatever happens in whatever order, the counts are those of a recount', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operations, { minLength: 5, maxLength: 40 }), async (history) => {
      const run = new Run();
      await run.begin();
      for (const operation of history) {
        await perform(run, operation);
        await run.check();
      }
      await run.work(0);
      await run.check();
    }),
    { numRuns: 40 },
  );
}, 120_000);
