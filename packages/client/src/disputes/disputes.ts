/** Disputes over the SDK's client. An entry of its own, so that who never sees one does not load it. */
import { type CommandInput, type CommandOutput, type Dispute, LIST_LIMIT_MAX } from '@stm-chat/protocol';
import { ChatError, toChatError } from '../chat-error.js';
import type { ChatClient } from '../client-types.js';
import { type Clock, systemClock } from '../clock.js';
import { newId } from '../new-id.js';
import { createDerived, sameList, sameOr, type Store } from '../store.js';
import {
  applyRead,
  applyRemoved,
  applyTold,
  applyWhole,
  type DisputeBook,
  emptyBook,
  endedDisputes,
  isNewer,
  isRunning,
  runningDisputes,
} from './dispute-book.js';
import type { DisputeListState, Disputes, DisputeState } from './dispute-types.js';

export { isRunning, nextDeadline } from './dispute-book.js';
export type { DisputeListState, Disputes, DisputeState, OfferInput } from './dispute-types.js';

/** The queue is read again this often while somebody looks at it, for what no event told of. */
const REREAD_MS = 180_000;
const RETRY_MS = 5000;
/** More cases than anybody works through; their number is not bounded by anything else. */
const QUEUE_MAX = 1000;

type ListInput = CommandInput<'list_disputes'>;
type Reading = 'loading' | 'ready' | ChatError;

/** What disputes need of a client. */
export type DisputeClient = Pick<ChatClient, 'call' | 'on' | 'connection'>;

const made = new WeakMap<DisputeClient, Disputes>();

/** The disputes of a client's user: the same object for the same client. */
export function disputesOf(client: DisputeClient, clock: Clock = systemClock): Disputes {
  const known = made.get(client) ?? new DisputeStore(client, clock);
  made.set(client, known);
  return known;
}

class DisputeStore implements Disputes {
  private book: DisputeBook = emptyBook;
  private readonly lists = { running: 'loading' as Reading, ended: 'loading' as Reading };
  private readonly endedCursors = new Map<'resolved' | 'withdrawn', string | null>();
  private readonly ones = new Map<string, ReturnType<typeof createDerived<DisputeState>>>();
  private readonly failures = new Map<string, ChatError>();
  private readonly followed = new Map<string, number>();
  private watchers = 0;
  private online = false;
  private cancelTimer = () => {};
  private reading = false;
  private again = false;

  readonly running = createDerived<DisputeListState>((before) =>
    listState(before, this.lists.running, runningDisputes(this.book), false),
  );
  readonly ended = createDerived<DisputeListState>((before) =>
    listState(before, this.lists.ended, endedDisputes(this.book), this.hasMoreEnded),
  );

  constructor(
    private readonly client: DisputeClient,
    private readonly clock: Clock,
  ) {
    client.on('dispute_updated', (dispute) => this.change(applyTold(this.book, dispute)));
    client.on('dispute_removed', ({ disputeId }) => this.change(applyRemoved(this.book, disputeId)));
    client.connection.subscribe(() => this.connectionChanged());
    this.online = client.connection.get().status === 'online';
  }

  watch(): () => void {
    this.watchers++;
    if (this.watchers === 1) this.refresh();
    return once(() => {
      this.watchers--;
      if (this.watchers === 0) this.cancelTimer();
    });
  }

  async loadEnded(): Promise<void> {
    try {
      const statuses = (['resolved', 'withdrawn'] as const).filter((status) => this.endedCursors.get(status) !== null);
      await Promise.all(statuses.map((status) => this.loadEndedPage(status)));
      this.lists.ended = 'ready';
    } catch (error) {
      this.lists.ended = toChatError(error);
    }
    this.touch();
  }

  dispute(disputeId: string): Store<DisputeState> {
    const known = this.ones.get(disputeId);
    if (known !== undefined) return known;
    const store = createDerived<DisputeState>((before) => sameOr(before, this.stateOf(disputeId)));
    this.ones.set(disputeId, store);
    return store;
  }

  follow(disputeId: string): () => void {
    const count = this.followed.get(disputeId) ?? 0;
    this.followed.set(disputeId, count + 1);
    if (count === 0) void this.readOne(disputeId);
    return once(() => {
      const left = (this.followed.get(disputeId) ?? 1) - 1;
      if (left === 0) this.followed.delete(disputeId);
      else this.followed.set(disputeId, left);
    });
  }

  async ofChat(chatId: string): Promise<readonly Dispute[]> {
    const asOf = this.book.now;
    const { disputes } = await this.client.call('list_disputes', { chatId, limit: LIST_LIMIT_MAX });
    this.change(applyRead(this.book, disputes, asOf));
    return disputes.toSorted((a, b) => (a.opened_at < b.opened_at ? 1 : -1));
  }

  open = (input: CommandInput<'open_dispute'>) => this.command('open_dispute', input);
  withdraw = (disputeId: string) => this.command('withdraw_dispute', { disputeId });
  join = (disputeId: string) => this.command('join_dispute', { disputeId });
  release = (disputeId: string, note?: string) => this.command('release_dispute', { disputeId, ...noted(note) });
  handOver = (disputeId: string, lsmId: number, note?: string) =>
    this.command('hand_over_dispute', { disputeId, lsm_id: lsmId, ...noted(note) });
  resolve = (disputeId: string, outcome: string, note?: string) =>
    this.command('resolve_dispute', { disputeId, outcome, ...noted(note) });
  offer: Disputes['offer'] = (disputeId, terms, clientId = newId()) =>
    this.client.call('make_offer', { disputeId, ...terms, client_id: clientId });
  acceptOffer = (disputeId: string, offerId: string) => this.command('accept_offer', { disputeId, offerId });
  declineOffer = (disputeId: string, offerId: string) => this.command('decline_offer', { disputeId, offerId });

  private async command<Name extends DisputeCommand>(name: Name, input: CommandInput<Name>): Promise<Dispute> {
    const asOf = this.book.now;
    const dispute = (await this.client.call(name, input)) as Dispute;
    this.change(applyRead(this.book, [dispute], asOf));
    return dispute;
  }

  private connectionChanged(): void {
    const online = this.client.connection.get().status === 'online';
    const came = online && !this.online;
    this.online = online;
    if (!online) return this.cancelTimer();
    if (!came) return;
    // What was told meanwhile was told to nobody.
    if (this.watchers > 0) this.refresh();
    for (const disputeId of this.followed.keys()) void this.readOne(disputeId);
  }

  private refresh(): void {
    this.cancelTimer();
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    void this.readRunning()
      .then(
        () => this.finish('ready', REREAD_MS),
        (error: unknown) => this.finish(this.lists.running === 'ready' ? 'ready' : toChatError(error), RETRY_MS),
      )
      .finally(() => {
        this.reading = false;
        if (this.again && this.watchers > 0) this.refresh();
        this.again = false;
      });
  }

  private finish(running: Reading, nextMs: number): void {
    this.lists.running = running;
    this.touch();
    this.cancelTimer();
    // Without a connection the next one reads it again.
    if (this.watchers > 0 && this.online) this.cancelTimer = this.clock.after(nextMs, () => this.refresh());
  }

  private async readRunning(): Promise<void> {
    const asOf = this.book.now;
    const open = await this.readPages({ status: 'open', limit: LIST_LIMIT_MAX });
    const assigned = await this.readPages({ status: 'assigned', limit: LIST_LIMIT_MAX });
    const disputes = [...open.disputes, ...assigned.disputes];
    // Together, because a case that was taken meanwhile is in one list and no longer in the other.
    const whole = open.whole && assigned.whole;
    this.change(whole ? applyWhole(this.book, disputes, asOf, isRunning) : applyRead(this.book, disputes, asOf));
  }

  private async readPages(input: ListInput): Promise<{ disputes: Dispute[]; whole: boolean }> {
    const disputes: Dispute[] = [];
    let cursor: string | null = null;
    do {
      const page: CommandOutput<'list_disputes'> = await this.client.call(
        'list_disputes',
        cursor === null ? input : { ...input, cursor },
      );
      disputes.push(...page.disputes);
      cursor = page.next;
    } while (cursor !== null && disputes.length < QUEUE_MAX);
    return { disputes, whole: cursor === null };
  }

  private async loadEndedPage(status: 'resolved' | 'withdrawn'): Promise<void> {
    const cursor = this.endedCursors.get(status);
    const asOf = this.book.now;
    const page = await this.client.call('list_disputes', {
      status,
      limit: LIST_LIMIT_MAX,
      ...(cursor === undefined || cursor === null ? {} : { cursor }),
    });
    this.endedCursors.set(status, page.next);
    this.change(applyRead(this.book, page.disputes, asOf));
  }

  private get hasMoreEnded(): boolean {
    return [...this.endedCursors.values()].some((cursor) => cursor !== null);
  }

  private async readOne(disputeId: string): Promise<void> {
    const asOf = this.book.now;
    try {
      const dispute = await this.client.call('get_dispute', { disputeId });
      this.failures.delete(disputeId);
      this.change(applyRead(this.book, [dispute], asOf));
    } catch (error) {
      const known = toChatError(error);
      if (known.code === 'not_found') {
        if (!isNewer(this.book, disputeId, asOf)) this.change(applyRemoved(this.book, disputeId));
        return;
      }
      this.failures.set(disputeId, known);
      this.touch();
      // Without a connection the next one reads it again.
      if (this.online) this.clock.after(RETRY_MS, () => this.followed.has(disputeId) && void this.readOne(disputeId));
    }
  }

  private stateOf(disputeId: string): DisputeState {
    const entry = this.book.entries.get(disputeId);
    if (entry !== undefined) {
      return entry.dispute === null ? { status: 'gone' } : { status: 'ready', dispute: entry.dispute };
    }
    const error = this.failures.get(disputeId);
    return error === undefined ? { status: 'loading' } : { status: 'failed', error };
  }

  private change(next: DisputeBook): void {
    if (next === this.book) return;
    this.book = next;
    this.touch();
  }

  private touch(): void {
    this.running.touch();
    this.ended.touch();
    for (const one of this.ones.values()) one.touch();
  }
}

type DisputeCommand =
  | 'open_dispute'
  | 'withdraw_dispute'
  | 'join_dispute'
  | 'release_dispute'
  | 'hand_over_dispute'
  | 'resolve_dispute'
  | 'accept_offer'
  | 'decline_offer';

function listState(
  before: DisputeListState | undefined,
  reading: Reading,
  disputes: readonly Dispute[],
  hasMore: boolean,
): DisputeListState {
  const failed = reading instanceof ChatError;
  return sameOr(before, {
    status: failed ? 'failed' : reading,
    ...(failed ? { error: reading } : {}),
    disputes: sameList(before?.disputes, disputes),
    hasMore,
  });
}

function noted(note: string | undefined): { note?: string } {
  return note === undefined || note.trim() === '' ? {} : { note: note.trim() };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
