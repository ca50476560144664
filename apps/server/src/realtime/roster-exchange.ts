import { z } from 'zod';
import type { Bus, Topic } from '../kernel/bus.js';
import type { Clock } from '../kernel/clock.js';
import { keyOf, type Roster, type RosterChange } from './roster.js';

const count = z.int().nonnegative();
const userId = z.int();
const wireChange = z.union([
  z.tuple([z.literal('u'), userId, count, z.number()]),
  z.tuple([z.literal('a'), z.string(), count]),
  z.tuple([z.literal('c'), z.string(), userId, z.union([z.literal(0), z.literal(1)])]),
]);
type WireChange = z.infer<typeof wireChange>;

/** `version` is what the node's list is at with these changes; `from` what it was before them. */
const CHANGES: Topic<{ from: number; version: number; changes: WireChange[] }> = {
  name: 'roster',
  schema: z.object({ from: count, version: count, changes: z.array(wireChange) }),
};
/** The whole list of a node, in parts. */
const WHOLE: Topic<{ version: number; part: number; parts: number; changes: WireChange[] }> = {
  name: 'roster-whole',
  schema: z.object({ version: count, part: count, parts: count, changes: z.array(wireChange) }),
};
const ASK: Topic<{ of: string }> = { name: 'roster-ask', schema: z.object({ of: z.string() }) };

/** Nodes tell at which version they are: a lost last change is noticed after this time. */
const TELL_EVERY_MS = 5000;
const PART = 2000;
/** Not asked again before the answer had this much time. */
const ASK_AGAIN_MS = 2000;

interface Known {
  version: number;
  askedAt: number;
  /** Of a whole list that is coming in. */
  parts: { readonly version: number; next: number; readonly changes: RosterChange[] } | null;
}

export interface RosterExchangeOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly roster: Roster;
  /** All that is connected here. */
  readonly whole: () => RosterChange[];
}

/**
 * Keeps the rosters of the nodes alike: each tells what changed on it, with a version, and who notices that it missed
 * something asks for the whole list.
 */
export class RosterExchange {
  readonly #options: RosterExchangeOptions;
  readonly #known = new Map<string, Known>();
  readonly #waiting = new Map<string, WireChange>();
  #version = 0;
  #wholeDue = false;

  constructor(options: RosterExchangeOptions) {
    this.#options = options;
    const { bus, roster } = options;
    bus.onPeerCame((peer) => {
      this.#tellWhole();
      this.#ask(peer, this.#of(peer));
    });
    bus.onPeerWent((peer) => {
      this.#known.delete(peer);
      roster.drop(peer);
    });
    bus.hear(ASK, ({ of }) => {
      if (of === bus.nodeId) this.#tellWhole();
    });
    bus.hear(CHANGES, (changes, from) => this.#changed(from, changes));
    bus.hear(WHOLE, (whole, from) => this.#whole(from, whole));
    this.#tellLater();
  }

  /** What changed of a user, an address or a seat in this turn of the event loop is told once, as it ends. */
  told(change: RosterChange): void {
    const wire = toWire(change);
    if (this.#waiting.size === 0) queueMicrotask(() => this.#tell());
    this.#waiting.set(keyOf(change), wire);
  }

  #tell(): void {
    const changes = [...this.#waiting.values()];
    this.#waiting.clear();
    for (let at = 0; at < changes.length; at += PART) {
      const from = this.#version;
      this.#version += 1;
      this.#options.bus.send(CHANGES, { from, version: this.#version, changes: changes.slice(at, at + PART) });
    }
  }

  #tellLater(): void {
    this.#options.clock.after(TELL_EVERY_MS, () => {
      this.#options.bus.send(CHANGES, { from: this.#version, version: this.#version, changes: [] });
      this.#tellLater();
    });
  }

  /** Several ask at once when a node comes: they are answered together. */
  #tellWhole(): void {
    if (this.#wholeDue) return;
    this.#wholeDue = true;
    setImmediate(() => {
      this.#wholeDue = false;
      this.#tell();
      const changes = this.#options.whole().map(toWire);
      const parts = Math.max(1, Math.ceil(changes.length / PART));
      for (let part = 0; part < parts; part += 1) {
        const some = changes.slice(part * PART, (part + 1) * PART);
        this.#options.bus.send(WHOLE, { version: this.#version, part, parts, changes: some });
      }
    });
  }

  #changed(node: string, { from, version, changes }: z.infer<typeof CHANGES.schema>): void {
    const known = this.#of(node);
    known.parts = null; // parts follow each other: the rest was lost
    if (known.version === from) {
      known.version = version;
      if (changes.length > 0) this.#options.roster.apply(node, changes.map(fromWire));
    } else if (known.version !== version) this.#ask(node, known);
  }

  #whole(node: string, { version, part, parts, changes }: z.infer<typeof WHOLE.schema>): void {
    const known = this.#of(node);
    if (part === 0) known.parts = { version, next: 0, changes: [] };
    const coming = known.parts;
    if (coming === null || coming.next !== part) return this.#ask(node, known);
    coming.changes.push(...changes.map(fromWire));
    coming.next += 1;
    if (coming.next < parts) return;
    known.parts = null;
    known.version = coming.version;
    this.#options.roster.replace(node, coming.changes);
  }

  #ask(node: string, known: Known): void {
    const now = this.#options.clock.now();
    if (now - known.askedAt < ASK_AGAIN_MS) return;
    known.askedAt = now;
    this.#options.bus.send(ASK, { of: node });
  }

  #of(node: string): Known {
    let known = this.#known.get(node);
    if (known === undefined) this.#known.set(node, (known = { version: -1, askedAt: 0, parts: null }));
    return known;
  }
}

function toWire(change: RosterChange): WireChange {
  switch (change.kind) {
    case 'user':
      return ['u', change.userId, change.connections, change.oldestAt];
    case 'address':
      return ['a', change.address, change.connections];
    case 'chat':
      return ['c', change.chatId, change.userId, change.joined ? 1 : 0];
  }
}

function fromWire(wire: WireChange): RosterChange {
  switch (wire[0]) {
    case 'u':
      return { kind: 'user', userId: wire[1], connections: wire[2], oldestAt: wire[3] };
    case 'a':
      return { kind: 'address', address: wire[1], connections: wire[2] };
    case 'c':
      return { kind: 'chat', chatId: wire[1], userId: wire[2], joined: wire[3] === 1 };
  }
}
