import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { Channels } from './channels.js';
import type { Channel, ChannelName, Target } from './delivery.api.js';
import { toFacts } from './delivery.mapper.js';
import { type FactsRow, readDelivered, readFacts } from './delivery.queries.js';
import type { Hop, Plan, PlannedJob } from './delivery.repository.js';
import { type Decision, decide } from './delivery.rules.js';
import { deliverJob, dueJob, withdrawJob } from './delivery-tasks.js';

type Steps = Omit<Plan, 'queued'>;

/** Decides about notifications: reads what decides, asks the channels where to, and says what is to be written. */
@Injectable()
export class Planning {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Channels) private readonly channels: Channels,
  ) {}

  /** What follows for these notifications now, on every channel. Who can be reached nowhere costs nothing more. */
  async plan(ids: readonly string[]): Promise<Steps> {
    const { names } = this.channels;
    const [facts, taken] = await Promise.all([readFacts(this.database, ids, names), this.#takenBack(ids)]);
    const perChannel = await Promise.all(
      names.map((name) =>
        this.#onChannel(
          name,
          facts.filter(({ channel, upto }) => channel === name && upto !== null),
        ),
      ),
    );
    const told = new Set(facts.filter(({ upto }) => upto !== null).map(({ id }) => id));
    const withdrawals = taken.filter((place) => !told.has(place.notificationId)).map((place) => withdrawJob(place));
    return {
      hops: perChannel.flatMap(({ hops }) => hops),
      jobs: [...perChannel.flatMap(({ jobs }) => jobs), ...withdrawals],
    };
  }

  /** The same for one notification and channel whose time has come. */
  async planDue(id: string, name: ChannelName): Promise<Steps> {
    const facts = await readFacts(this.database, [id], [name]);
    return this.#onChannel(name, facts, true);
  }

  /** What decides about one target's try: as `decide`, but that others have delivered does not matter. */
  async decideTry(id: string, name: ChannelName): Promise<{ row: FactsRow; decision: Decision } | undefined> {
    const [row] = await readFacts(this.database, [id], [name]);
    if (row === undefined) return undefined;
    const now = this.clock.now();
    const facts = { ...toFacts(row, false), since: row.since?.getTime() ?? now, lastAt: null };
    return { row, decision: decide(facts, { delayMs: 0, delayOnlineMs: 0, pauseMs: 0 }, now) };
  }

  async #onChannel(name: ChannelName, facts: readonly FactsRow[], isDue = false): Promise<Steps> {
    const channel = this.channels.find(name);
    if (channel === undefined || facts.length === 0) return { hops: [], jobs: [] };
    const targets = await channel.targets([...new Set(facts.map(({ user_id }) => user_id))]);
    const steps = facts.map((row) => this.#step(channel, row, targets.get(row.user_id) ?? [], isDue));
    return { hops: steps.flatMap(({ hops }) => hops), jobs: steps.flatMap(({ jobs }) => jobs) };
  }

  #step(channel: Channel, row: FactsRow, targets: readonly Target[], isDue: boolean): Steps {
    const now = this.clock.now();
    const hop = (step: Hop['step'], detail: Hop['detail']): Hop => ({
      notificationId: row.id,
      userId: row.user_id,
      channel: channel.name,
      target: null,
      step,
      detail,
    });
    if (targets.length === 0) return { hops: isDue ? [hop('no_target', {})] : [], jobs: [] };
    const decision = decide(toFacts(row, this.connections.isOnlineAnywhere(row.user_id)), channel, now);
    switch (decision.go) {
      case 'never':
        return { hops: [hop('dropped', { why: decision.why })], jobs: [] };
      case 'at':
        return {
          hops: [hop('held', { why: decision.why, at: new Date(decision.at).toISOString() })],
          jobs: [dueJob({ notificationId: row.id, channel: channel.name }, decision.at - now)],
        };
      case 'now':
        return {
          hops: [hop('due', { targets: targets.length, upto: row.upto ?? 0 })],
          jobs: targets.map(({ id }): PlannedJob => deliverJob(placeOf(row, channel.name, id))),
        };
    }
  }

  async #takenBack(ids: readonly string[]) {
    const rows = await readDelivered(this.database, ids);
    return rows
      .filter(({ channel }) => this.channels.find(channel)?.withdraw !== undefined)
      .map(({ notification_id, channel, target, user_id }) => ({
        notificationId: notification_id,
        userId: user_id,
        channel,
        target,
      }));
  }
}

const placeOf = (row: FactsRow, channel: ChannelName, target: string) => ({
  notificationId: row.id,
  userId: row.user_id,
  channel,
  target,
});
