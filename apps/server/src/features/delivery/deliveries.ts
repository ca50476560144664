import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Notification } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { JOBS, type JobRun, type Jobs, type JobTask, TryLater } from '../jobs/jobs.api.js';
import { NOTIFICATIONS, type Notifications } from '../notifications/notifications.api.js';
import { Channels } from './channels.js';
import type { Channel, Outcome } from './delivery.api.js';
import { type FactsRow, readShownAndRead } from './delivery.queries.js';
import * as store from './delivery.repository.js';
import type { Hop, HopStep, Place } from './delivery.repository.js';
import { DELIVER, DUE, type DuePayload, SETTLE, WITHDRAW } from './delivery-tasks.js';
import { Planning } from './planning.js';

const PRUNE: JobTask<Record<string, never>> = { name: 'delivery_prune', apart: true };
const PRUNE_EVERY_MS = 3_600_000;
/** After a start, which may follow a crash; and from then on. */
const SETTLE_FIRST_MS = 5000;
const SETTLE_EVERY_MS = 600_000;
const SETTLED_AT_ONCE = 1000;
const KEPT_MS = 30 * 86_400_000;
/** When another try for the same messages is under way. */
const BUSY_MS = 15_000;

/** The jobs: what is due is decided again, claimed, delivered and written down. */
@Injectable()
export class Deliveries implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTIFICATIONS) private readonly notifications: Notifications,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Channels) private readonly channels: Channels,
    @Inject(Planning) private readonly planning: Planning,
  ) {
    jobs.handle(DUE, (payload) => this.due(payload));
    jobs.handle(DELIVER, (place, run) => this.deliver(place, run));
    jobs.handle(WITHDRAW, (place, run) => this.withdraw(place, run));
    jobs.handle(SETTLE, async () => {
      await this.settle();
      await this.#settleLater(SETTLE_EVERY_MS);
    });
    jobs.handle(PRUNE, async () => {
      await store.prune(this.database, new Date(this.clock.now() - KEPT_MS));
      await this.#pruneLater();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#pruneLater();
    await this.#settleLater(SETTLE_FIRST_MS);
  }

  async due({ notificationId, channel }: DuePayload): Promise<void> {
    const steps = await this.planning.planDue(notificationId, channel);
    await store.writePlan(this.database, { ...steps, queued: [] });
  }

  /** One try for one target. @throws TryLater, and what the database throws */
  async deliver(place: Place, run: JobRun): Promise<void> {
    const channel = this.channels.find(place.channel);
    const found = await this.planning.decideTry(place.notificationId, place.channel);
    if (channel === undefined || found === undefined) return this.#note(place, 'dropped', { why: 'read' });
    const { decision, row } = found;
    if (decision.go === 'never') return this.#note(place, 'dropped', { why: decision.why });
    if (decision.go === 'at') {
      await this.#note(place, 'held', { why: decision.why, at: new Date(decision.at).toISOString() });
      throw new TryLater(new Date(decision.at), 'quiet hours');
    }
    const claim = await store.claim(this.database, place, run.id);
    switch (claim.outcome) {
      case 'done':
        return;
      case 'nothing':
        return this.#note(place, 'dropped', { why: 'read' });
      case 'busy':
        await this.#note(place, 'busy', {});
        throw new TryLater(new Date(this.clock.now() + BUSY_MS), 'another try is under way');
      case 'claimed':
        return this.#claimed(channel, place, run, row, claim);
    }
  }

  /** One try. It is written down after it was done: a crash in between takes back once more, which changes nothing. */
  async withdraw(place: Place, { signal, attempt }: JobRun): Promise<void> {
    const channel = this.channels.find(place.channel);
    if (channel?.withdraw === undefined) return;
    const shown = await store.findShown(this.database, place);
    if (shown === undefined) return;
    const { notificationId, userId, target: targetId } = place;
    const { chat_id: chatId, done_seq: upto } = shown;
    const outcome = await this.#answered(channel, () =>
      channel.withdraw?.({ notificationId, userId, targetId, chatId, upto, signal }),
    );
    if (outcome.kind !== 'later') {
      const hop =
        outcome.kind === 'sent'
          ? hopOf(place, 'withdrawn', { upto })
          : hopOf(place, outcome.kind, { why: outcome.why, upto });
      return store.noteWithdrawn(this.database, place, upto, hop);
    }
    await this.#note(place, 'later', { why: outcome.why, upto });
    if (attempt >= (WITHDRAW.attempts ?? 1)) return;
    throw outcome.at === undefined ? new Error(outcome.why) : new TryLater(outcome.at, outcome.why);
  }

  /** Clears what was read and is still shown somewhere. */
  async settle(): Promise<void> {
    const { channels } = this;
    const withdrawing = channels.names.filter((name) => channels.find(name)?.withdraw !== undefined);
    const members = await readShownAndRead(this.database, withdrawing, SETTLED_AT_ONCE);
    if (members.length > 0) await this.notifications.settle(members);
  }

  async #claimed(
    channel: Channel,
    place: Place,
    run: JobRun,
    { preview, locale }: FactsRow,
    { upto, again }: Extract<store.Claim, { outcome: 'claimed' }>,
  ): Promise<void> {
    const notification = await this.notifications.find(place.notificationId, preview);
    if (notification === undefined || notification.read_at !== null) {
      return store.release(this.database, place, run.id, false, hopOf(place, 'dropped', { why: 'read' }));
    }
    await this.#note(place, 'begun', { upto, attempt: run.attempt });
    const outcome = await this.#answered(channel, () =>
      channel.deliver({
        userId: place.userId,
        targetId: place.target,
        notification: preview ? notification : withoutText(notification),
        preview,
        upto,
        again,
        locale,
        signal: run.signal,
      }),
    );
    const hop = hopOf(place, outcome.kind, { ...(outcome.why === undefined ? {} : { why: outcome.why }), upto });
    if (outcome.kind === 'sent') return store.finish(this.database, place, upto, hop);
    await store.release(this.database, place, run.id, outcome.unanswered === true, hop);
    if (outcome.kind !== 'later') return;
    throw outcome.at === undefined ? new Error(outcome.why) : new TryLater(outcome.at, outcome.why);
  }

  /** What a channel throws is a try without an answer. */
  async #answered(
    channel: Channel,
    doIt: () => Promise<Outcome> | undefined,
  ): Promise<Outcome & { readonly unanswered?: boolean }> {
    try {
      return (await doIt()) ?? { kind: 'sent' };
    } catch (error) {
      this.logger.warn({ err: error, channel: channel.name }, 'a delivery ended without an answer');
      return { kind: 'later', why: 'no answer', unanswered: true };
    }
  }

  async #note(place: Place, step: HopStep, detail: Hop['detail']): Promise<void> {
    await store.writeHops(this.database, [hopOf(place, step, detail)]);
  }

  #pruneLater(): Promise<void> {
    return this.jobs.add(PRUNE, {}, { key: PRUNE.name, at: new Date(this.clock.now() + PRUNE_EVERY_MS) });
  }

  #settleLater(ms: number): Promise<void> {
    return this.jobs.add(SETTLE, {}, { key: SETTLE.name, at: new Date(this.clock.now() + ms) });
  }
}

function hopOf(place: Place, step: HopStep, detail: Hop['detail']): Hop {
  const { notificationId, userId, channel, target } = place;
  return { notificationId, userId, channel, target, step, detail };
}

const withoutText = (notification: Notification): Notification => ({ ...notification, title: '', body: '' });
