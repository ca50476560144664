import { v7 } from 'uuid';
import type { Database } from '../../../database/database.js';
import type { FeedPage } from '../../feed/feed.mapper.js';
import type { FeedPortion, FeedSession } from '../../feed/feed-session.js';
import { markNotificationsRead, settleNotifications } from '../notifications.repository.js';
import { readPage } from '../notifications.queries.js';
import { notifierHandler } from './notifier-fixture.js';

const LSM = 3;
const EVERYTHING: FeedPortion = { entries: 500, messages: null, wants: null };
export const USERS: readonly number[] = [1, 2, LSM];

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
      ({ seq, sender, deleted }) =>
        this.run.has(seq) && seq > this.read && sender !== 0 && sender !== this.userId && !deleted,
    );
  }

  work(messages: readonly Message[]): void {
    const fresh = messages.filter(
      ({ seq, sender, deleted }) =>
        seq > this.told && seq > this.read && sender !== 0 && sender !== this.userId && !deleted,
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
export class ModelledChat {
  readonly chatId = v7();
  readonly #session: FeedSession;
  readonly #handle;
  readonly messages: Message[] = [];
  readonly members = new Map(USERS.map((userId) => [userId, new MemberModel(userId)]));
  readonly announced = new Set<string>();

  /** @param session of a follower `notifications` */
  constructor(
    private readonly database: Database,
    session: FeedSession,
  ) {
    this.#session = session;
    this.#handle = notifierHandler(database, {
      joined: () => USERS.filter((userId) => this.member(userId).open),
      announce: (some) => {
        for (const { id } of some) this.announced.add(id);
      },
    });
  }

  member(userId: number): MemberModel {
    const member = this.members.get(userId);
    if (member === undefined) throw new Error(`no user ${userId}`);
    return member;
  }

  query<R extends object>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.realtime.query<R>(text, values);
  }

  async begin(): Promise<void> {
    await this.query(
      `insert into chats (id, customer_id, provider_id, created_by, subject) values ($1, 1, 2, 0, 'S')`,
      [this.chatId],
    );
    await this.query(
      `insert into chat_members (user_id, chat_id, role, solo) values (1, $1, 1, true), (2, $1, 2, true)`,
      [this.chatId],
    );
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
    await this.query(
      'select from move_receipts(array[$1::uuid], array[$2::int], array[$3::bigint], array[0::bigint])',
      [this.chatId, userId, seq],
    );
    member.read = Math.max(member.read, seq);
    if (told) await settleNotifications(this.database, [{ chatId: this.chatId, userId, seq: null }], Date.now());
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
    await markNotificationsRead(this.database, userId, { ids: null, chatId: this.chatId, all: false }, Date.now());
    this.member(userId).run.clear();
  }

  async seat(seated: boolean): Promise<void> {
    const lsm = this.member(LSM);
    if (lsm.seated === seated) return;
    await this.query(seated ? 'select seat_member($1, $2, $3::smallint, 0)' : 'select unseat_member($1, $2, $3 * 0)', [
      this.chatId,
      LSM,
      3,
    ]);
    lsm.seated = seated;
    lsm.run.clear();
    if (seated) lsm.told = this.messages.length;
  }

  /** The worker's rounds; before the last one, as many die after the handler's work. */
  async work(deaths: number): Promise<void> {
    for (let round = 0; round <= deaths; round += 1) {
      const page = await this.#readAll();
      if (page === null) break;
      await this.#handle(page.batch);
      if (round === deaths) await this.#session.move('notifications', page.end);
    }
    for (const member of this.members.values()) if (member.seated) member.work(this.messages);
  }

  /** Everything that was committed; other tests' transactions in the same cluster hold some of it back for a moment. */
  async #readAll(): Promise<FeedPage | null> {
    for (;;) {
      const { found, page } = await this.#session.read('notifications', EVERYTHING);
      if (found === (page?.entries ?? 0)) return page;
    }
  }

  /** In what the users see anything else than the model says. */
  async differences(): Promise<string[]> {
    const found = await Promise.all([...this.members.values()].map((member) => this.#differencesOf(member)));
    return found.flat();
  }

  async #differencesOf(member: MemberModel): Promise<string[]> {
    const page = await readPage(this.database, member.userId, 1000, null);
    const mine = page.filter(({ chat_id }) => chat_id === this.chatId);
    const unread = mine.filter(({ read_at }) => read_at === null);
    const telling = member.seated ? member.telling(this.messages) : [];
    const newest = telling.at(-1);
    const seen = JSON.stringify(unread.map(({ count, title, body }) => ({ count, title, body })));
    const due =
      newest === undefined ? [] : [{ count: telling.length, title: `User ${newest.sender}`, body: newest.text }];
    const wrong: string[] = [];
    const say = (what: string) => wrong.push(`user ${member.userId}: ${what}`);
    if (seen !== JSON.stringify(due)) say(`sees ${seen} and not ${JSON.stringify(due)}`);
    if (mine.length - unread.length > (member.seated ? 2 - unread.length : 0))
      say(`${mine.length} notifications pile up`);
    for (const { id } of unread) {
      if (!this.announced.has(id)) say(`was not told of ${id}`);
      const known = member.ids.get(member.nth);
      if (known === undefined ? [...member.ids.values()].includes(id) : known !== id) say(`${id} is another one's id`);
      member.ids.set(member.nth, id);
    }
    for (const { id } of mine) if (![...member.ids.values()].includes(id)) say(`${id} was read before it was raised`);
    return wrong;
  }
}
