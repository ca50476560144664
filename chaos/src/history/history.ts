/**
 * What happened, in the order in which it happened: clients, servers and the fault injector append to one list, and the
 * invariants are pure functions over it. One process writes it, so that its order is real: what stands before something
 * else had happened when that began.
 */
export interface Moment {
  /** Its place, from 0. */
  readonly n: number;
  /** Milliseconds since the history began. */
  readonly at: number;
}

/** A message as a reading of the whole chat gave it. */
export interface FinalMessage {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly clientId: string | null;
  /** 0: the system. */
  readonly senderId: number;
  readonly text: string;
  readonly deleted: boolean;
}

/** A chat's summary as one member got it. */
export interface SeenSummary {
  readonly lastSeq: number;
  readonly readSeq: number;
  readonly unread: number;
  readonly marks: readonly { readonly userId: number; readonly read: number; readonly delivered: number }[];
}

/** `client` names a device, `connection` one connection of it; a message's `clientId` is unique in the whole history. */
interface OfChat {
  readonly client: string;
  readonly user: number;
  readonly chatId: string;
}
interface OnConnection extends OfChat {
  readonly connection: string;
}

export type Happening =
  /** The first attempt to send a message; later ones are the same message again. */
  | ({ readonly kind: 'send'; readonly clientId: string; readonly text: string } & OfChat)
  /**
   * The server has it. `inOrder`: nothing of the sender's own making can have changed its place among what this client
   * sent (an outbox, or a first attempt).
   */
  | ({
      readonly kind: 'ack';
      readonly clientId: string;
      readonly seq: number;
      readonly id: string;
      readonly inOrder: boolean;
    } & OfChat)
  /**
   * Refused for good: it is stored nowhere. `unavailable` and silence are not this. `since`: it was a repeat, and what was
   * sent first may still be on its way, to a chat that is opened again: then nobody had seen it before that event.
   */
  | ({ readonly kind: 'refused'; readonly clientId: string; readonly code: string; readonly since?: number } & OfChat)
  /** An edit or a deletion that was acknowledged; `text` null: deleted. */
  | ({
      readonly kind: 'changed';
      readonly id: string;
      readonly revision: number;
      readonly text: string | null;
    } & OfChat)
  | ({ readonly kind: 'joined'; readonly lastSeq: number } & OnConnection)
  /** `left_chat` came, or the connection was lost. */
  | ({ readonly kind: 'left'; readonly removed: boolean } & OnConnection)
  /** A message came live. */
  | ({
      readonly kind: 'see';
      readonly event: 'new_message' | 'message_updated';
      readonly seq: number;
      readonly revision: number;
      readonly id: string;
      readonly clientId: string | null;
    } & OnConnection)
  /** Anything else of a chat came live: typing, receipts, presence in the room. */
  | ({ readonly kind: 'hear'; readonly event: string } & OnConnection)
  /** A mark of `of` came, live or in a summary. */
  | ({
      readonly kind: 'mark';
      readonly of: number;
      readonly mark: 'read' | 'delivered';
      readonly seq: number;
    } & OnConnection)
  /** A client asked to mark, and was answered with where its mark is now. */
  | ({ readonly kind: 'marked'; readonly mark: 'read' | 'delivered'; readonly seq: number } & OfChat)
  /** What a client shows: runs of following seqs, and the client ids of what it shows, sent or not. */
  | ({
      readonly kind: 'shows';
      readonly runs: readonly (readonly [number, number])[];
      readonly keys: readonly string[];
    } & OfChat)
  /** A request about a chat that was answered, and where the history was when it began. */
  | ({ readonly kind: 'read'; readonly began: number; readonly ok: boolean; readonly code: string | null } & OfChat)
  /** The removal was acknowledged. */
  | { readonly kind: 'removed'; readonly chatId: string; readonly user: number }
  /** Found in the database at the end: from this seq and revision on, the user is no member. */
  | {
      readonly kind: 'removal';
      readonly chatId: string;
      readonly user: number;
      readonly seq: number;
      readonly revision: number;
    }
  | { readonly kind: 'online'; readonly client: string; readonly user: number; readonly node: string }
  | { readonly kind: 'offline'; readonly client: string; readonly user: number; readonly node: string }
  | { readonly kind: 'fault'; readonly fault: string; readonly phase: 'begins' | 'ends'; readonly proof: string | null }
  /** A node was told to stop in good order. */
  | { readonly kind: 'drain'; readonly node: string; readonly clients: readonly string[] }
  /** A device of a user who is away gets pushes of a chat from now on. */
  | { readonly kind: 'subscribed'; readonly device: string; readonly user: number; readonly chatId: string }
  /** A device got a push whose newest message is this one. */
  | {
      readonly kind: 'push';
      readonly device: string;
      readonly user: number;
      readonly chatId: string;
      readonly seq: number;
    }
  /** Faults are over, and nobody acts any more. */
  | { readonly kind: 'quiet' }
  /** At the end, one chat read whole through one node, with the summaries of its members there. */
  | {
      readonly kind: 'final';
      readonly node: string;
      readonly chatId: string;
      readonly messages: readonly FinalMessage[];
      readonly summaries: readonly (SeenSummary & { readonly userId: number })[];
    }
  /** At the end, what a client shows of a chat, oldest first. */
  | ({
      readonly kind: 'shown';
      readonly messages: readonly { readonly seq: number; readonly id: string }[];
      /** Messages that it still has to send. */
      readonly waiting: number;
      /** What it shows as the number of unread messages; null: it shows none. */
      readonly unread: number | null;
    } & OfChat)
  /** At the end, inside: locks older than 5 s, what waits in queues. */
  | { readonly kind: 'inside'; readonly place: string; readonly what: string; readonly count: number }
  /** After an attack or a fault: what a bystander met, and what the server let out. */
  | {
      readonly kind: 'case';
      readonly name: string;
      readonly sameProcess: boolean;
      readonly bystanderMs: number | null;
      readonly leaks: readonly string[];
      readonly unexpected: string | null;
    };

export type HistoryEvent = Happening & Moment;
export type History = readonly HistoryEvent[];
export type EventOf<Kind extends Happening['kind']> = Extract<HistoryEvent, { kind: Kind }>;

/** Those of one kind, in order. */
export function eventsOf<Kind extends Happening['kind']>(history: History, kind: Kind): EventOf<Kind>[] {
  return history.filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** Appends to a history. */
export class Recorder {
  readonly #events: HistoryEvent[] = [];
  readonly #startedAt = performance.now();
  readonly #watchers = new Set<(event: HistoryEvent) => void>();

  get history(): History {
    return this.#events;
  }

  /** The place that the next event gets. */
  get next(): number {
    return this.#events.length;
  }

  /** The clients whose present connection is to this node. */
  connectedTo(node: string): string[] {
    const at = new Map<string, string | null>();
    for (const event of this.#events) {
      if (event.kind === 'online') at.set(event.client, event.node);
      if (event.kind === 'offline') at.set(event.client, null);
    }
    return [...at].flatMap(([client, where]) => (where === node ? [client] : []));
  }

  add(happening: Happening): void {
    const at = Math.round((performance.now() - this.#startedAt) * 10) / 10;
    const event: HistoryEvent = { ...happening, n: this.#events.length, at };
    this.#events.push(event);
    for (const watcher of this.#watchers) watcher(event);
  }

  /** @returns the end of the subscription */
  watch(watcher: (event: HistoryEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}
