import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Bus, Topic } from '../kernel/bus.js';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../kernel/logger.js';
import type { Metrics } from '../kernel/metrics.js';
import { News } from '../kernel/news.js';
import { type Begun, currentTrace, tracedBelow } from '../kernel/tracing.js';
import { type Item, ITEM_MAX_BYTES, SENDER_BYTES, Sealer, senderOf } from './envelope.js';
import type { Link } from './link.js';
import { Peers } from './peers.js';

export interface ClusterBusOptions {
  readonly link: Link;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly secret: string;
  readonly previousSecret: string | null;
}

const BEAT_MS = 1000;
/** A node that was not heard for so long is gone. */
const SILENT_MS = 6000;
/** Own words that do not come back for so long mean a broken link. */
const ECHO_LATE_MS = 3000;
/** Between attempts to mend one: a connection, and a first word and its echo, have to fit in. */
const RESTART_EVERY_MS = 3000;
/** Of one envelope; more items make another one. */
const ENVELOPE_BYTES = 256 * 1024;

/** What nodes say of themselves: that they live, that they end, who is to prove it, and that they were not heard. */
const control = z.object({
  ask: z.record(z.string(), z.string()).optional(),
  prove: z.record(z.string(), z.string()).optional(),
  bye: z.boolean().optional(),
  healed: z.boolean().optional(),
});
type Control = z.infer<typeof control>;
const CONTROL = '';
const WORD_MAX = 64;

interface Hearer {
  readonly schema: z.ZodType;
  readonly listener: (body: unknown, from: string) => void;
}

/**
 * The port `Bus` over a link. Everything that is said in one turn of the event loop leaves in one signed envelope, which
 * is what one committed batch brings: one signature and one system call for all its chats.
 */
export class ClusterBus implements Bus {
  readonly nodeId = randomBytes(SENDER_BYTES).toString('hex');
  readonly #options: ClusterBusOptions;
  readonly #sealer: Sealer;
  readonly #senders = new Peers(SILENT_MS);
  readonly #hearers = new Map<string, Hearer[]>();
  readonly #came: News<string>;
  readonly #went: News<string>;
  readonly #healed: News<void>;
  #counter = 0;
  #waiting: Item[] = [];
  /** Of what waits, while calls are traced. */
  #spans: Begun[] = [];
  #up = false;
  #opened = false;
  #echoAt = 0;
  #restartedAt = 0;
  /** Something was said that others cannot have heard. */
  #unheard = false;
  #cancelBeat: () => void = () => undefined;
  #waitingForUp: (() => void)[] = [];

  constructor(options: ClusterBusOptions) {
    this.#options = options;
    this.#sealer = new Sealer(options.secret, options.previousSecret);
    const onError = (error: unknown) => options.logger.error({ err: error }, 'a listener of other nodes failed');
    this.#came = new News(onError);
    this.#went = new News(onError);
    this.#healed = new News(onError);
    options.link.onFrame((frame) => this.#received(frame));
    options.link.onConnected(() => this.#connected());
  }

  get peers(): readonly string[] {
    return this.#senders.ids;
  }

  /** Whether what is said now is likely to be heard. */
  get isUp(): boolean {
    return this.#up;
  }

  /** @param patienceMs how long to wait for the link; without it the node serves too */
  async open(patienceMs: number): Promise<void> {
    const up = new Promise<void>((resolve) => this.#waitingForUp.push(resolve));
    this.#options.link.open();
    this.#restartedAt = this.#options.clock.now();
    this.#beatLater();
    const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref());
    await Promise.race([up, patience]);
    // Nobody is connected here yet: nothing that was said or missed until now is missed by anybody.
    this.#opened = true;
    if (this.#up) this.#unheard = false;
    else this.#options.logger.warn({}, 'other nodes cannot be reached yet; messages are exchanged by the database');
  }

  async close(): Promise<void> {
    this.#cancelBeat();
    this.#say({ bye: true });
    this.#flush();
    this.#up = false;
    // The last words are written in this turn and the next.
    await new Promise<void>((resolve) => setImmediate(resolve));
    await this.#options.link.close();
  }

  send<T>(topic: Topic<T>, body: T): void {
    const text = topic.write?.(body) ?? JSON.stringify(body);
    if (text.length > ITEM_MAX_BYTES / 3) {
      this.#count('sent_oversized');
      this.#options.logger.warn({ topic: topic.name, length: text.length }, 'too large for other nodes');
      this.#say({ healed: true }); // they read it from the database
      return;
    }
    const span = currentTrace()?.begin('tell', { topic: topic.name }, 'tell');
    if (span === undefined) return this.#add({ topic: topic.name, body: text });
    this.#spans.push(span);
    this.#add({ topic: topic.name, body: text, ...(span.parent === null ? {} : { trace: span.parent }) });
  }

  hear<T>(topic: Topic<T>, listener: (body: T, from: string) => void): void {
    const hearers = this.#hearers.get(topic.name) ?? [];
    hearers.push({ schema: topic.schema, listener: listener as Hearer['listener'] });
    this.#hearers.set(topic.name, hearers);
  }

  onPeerCame(listener: (peer: string) => void): void {
    this.#came.subscribe(listener);
  }

  onPeerWent(listener: (peer: string) => void): void {
    this.#went.subscribe(listener);
  }

  onHealed(listener: () => void): void {
    this.#healed.subscribe(listener);
  }

  #add(item: Item): void {
    if (this.#waiting.push(item) === 1) setImmediate(() => this.#flush());
  }

  #say(words: Control): void {
    this.#add({ topic: CONTROL, body: JSON.stringify(words) });
  }

  #flush(): void {
    const items = this.#waiting;
    this.#waiting = [];
    this.#send(items);
    for (const span of this.#spans.splice(0)) span.end();
  }

  #send(items: readonly Item[]): void {
    if (items.length === 0) return;
    if (!this.#options.link.isConnected) {
      this.#unheard = true;
      return;
    }
    for (let from = 0; from < items.length;) {
      let to = from;
      for (let bytes = 0; to < items.length && (to === from || bytes < ENVELOPE_BYTES); to += 1)
        bytes += items[to]?.body.length ?? 0;
      this.#counter += 1;
      this.#options.link.send(
        this.#sealer.seal({ sender: this.nodeId, counter: this.#counter, items: items.slice(from, to) }),
      );
      from = to;
    }
  }

  #connected(): void {
    if (this.#opened) {
      // However short the break was: what was said in it, here or elsewhere, is lost.
      this.#unheard = true;
      this.#up = false;
    }
    this.#say({});
    if (!this.#options.link.echoes) this.#isUp();
  }

  #beatLater(): void {
    this.#cancelBeat = this.#options.clock.after(BEAT_MS, () => {
      this.#beat();
      this.#beatLater();
    });
  }

  #beat(): void {
    const { link, clock, logger } = this.#options;
    const now = clock.now();
    if (this.#up && (!link.isConnected || (link.echoes && now - this.#echoAt > ECHO_LATE_MS))) {
      this.#up = false;
      logger.warn({}, 'other nodes cannot be reached; messages are exchanged by the database until they can');
    }
    if (!this.#up) {
      this.#unheard = true;
      this.#senders.excuseSilence(now);
      if (now - this.#restartedAt > RESTART_EVERY_MS) {
        this.#restartedAt = now;
        link.restart();
        return;
      }
    }
    for (const id of this.#senders.takeSilent(now)) this.#went.tell(id);
    this.#say({});
  }

  #isUp(): void {
    const now = this.#options.clock.now();
    this.#echoAt = now;
    this.#restartedAt = now;
    if (this.#up) return;
    this.#up = true;
    this.#senders.excuseSilence(now);
    for (const resume of this.#waitingForUp.splice(0)) resume();
    if (!this.#unheard || !this.#opened) return;
    this.#unheard = false;
    this.#options.logger.info({}, 'other nodes can be reached');
    this.#say({ healed: true });
    this.#healed.tell();
  }

  /** Whatever bytes come: nothing here throws, and nothing is believed before it was verified. */
  #received(frame: Buffer): void {
    if (senderOf(frame) === this.nodeId) {
      // Not verified: who can put it there can also cut the line.
      this.#isUp();
      return;
    }
    const opened = this.#sealer.open(frame);
    if ('refused' in opened) return this.#count(opened.refused);
    const { sender, counter, items } = opened.envelope;
    const verdict = this.#senders.heard(sender, counter, this.#options.clock.now());
    if (verdict.kind === 'replayed') return this.#count('replayed');
    if (verdict.kind === 'accepted') {
      for (const item of items) this.#item(item, sender);
      return;
    }
    if (verdict.ask !== null) this.#say({ ask: { [sender]: verdict.ask } });
    this.#unproven(sender, counter, items);
  }

  #unproven(sender: string, counter: number, items: readonly Item[]): void {
    for (const [at, { topic, body }] of items.entries()) {
      if (topic !== CONTROL) {
        this.#senders.missed(sender);
        continue;
      }
      const words = this.#parse(control, body);
      if (words?.ask?.[this.nodeId] !== undefined) this.#prove(sender, words.ask[this.nodeId]);
      const word = words?.prove?.[this.nodeId];
      const proof = word === undefined ? null : this.#senders.proved(sender, word, counter, this.#options.clock.now());
      if (proof === null) continue;
      this.#came.tell(sender);
      if (proof.missed) this.#healed.tell();
      for (const item of items.slice(at + 1)) this.#item(item, sender);
      return;
    }
  }

  #item({ topic, body, trace }: Item, sender: string): void {
    if (topic === CONTROL) {
      const words = this.#parse(control, body);
      const asked = words?.ask?.[this.nodeId];
      if (asked !== undefined) this.#prove(sender, asked);
      if (words?.healed === true) this.#healed.tell();
      if (words?.bye === true && this.#senders.forget(sender)) this.#went.tell(sender);
      return;
    }
    tracedBelow(
      trace,
      'hear',
      () => ({ topic }),
      () => this.#hear(topic, body, sender),
    );
  }

  #hear(topic: string, body: string, sender: string): void {
    // A topic that nobody knows is one of another build.
    for (const { schema, listener } of this.#hearers.get(topic) ?? []) {
      const said = this.#parse(schema, body);
      if (said === undefined) return;
      try {
        listener(said, sender);
      } catch (error) {
        this.#options.logger.error({ err: error, topic }, 'a listener of other nodes failed');
      }
    }
  }

  #prove(to: string, word: string | undefined): void {
    if (word !== undefined && word.length <= WORD_MAX) this.#say({ prove: { [to]: word } });
  }

  #parse<T>(schema: z.ZodType<T>, body: string): T | undefined {
    try {
      const parsed = schema.safeParse(JSON.parse(body));
      if (parsed.success) return parsed.data;
    } catch {
      // not JSON
    }
    this.#count('unreadable');
    return undefined;
  }

  #count(reason: string): void {
    this.#options.metrics.count('chat_bus_refused_total', { reason });
  }
}
