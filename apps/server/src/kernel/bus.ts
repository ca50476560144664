import type { z } from 'zod';
import { News } from './news.js';

/** One kind of what nodes tell each other. What does not fit its schema is dropped: another build may have sent it. */
export interface Topic<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Instead of JSON.stringify, where parts are written already. */
  readonly write?: (body: T) => string;
}

/**
 * What the servers of one installation tell each other. Nothing on it is certain: whoever needs certainty reads the
 * database. What one node sends arrives at another in order and at most once.
 */
export interface Bus {
  /** Made anew with each start of a process. */
  readonly nodeId: string;
  /** The other nodes that live, as far as this one knows. */
  readonly peers: readonly string[];
  /** To all other nodes; costs nothing where there cannot be any. */
  send<T>(topic: Topic<T>, body: T): void;
  hear<T>(topic: Topic<T>, listener: (body: T, from: string) => void): void;
  /** A node came: it knows nothing of us yet. */
  onPeerCame(listener: (peer: string) => void): void;
  /** A node ended, or was silent for too long. */
  onPeerWent(listener: (peer: string) => void): void;
  /** What others said may have been missed until now, and is not any more. */
  onHealed(listener: () => void): void;
}

export const BUS = Symbol('Bus');

const nothing = (): void => undefined;

/** For a server that has no others beside it. */
export const aloneBus: Bus = {
  nodeId: 'alone',
  peers: [],
  send: nothing,
  hear: nothing,
  onPeerCame: nothing,
  onPeerWent: nothing,
  onHealed: nothing,
};

/**
 * News of which every node is told: what one node tells here is told on the others too, unless it is lost on the way.
 * For what each node has to know about its own clients; what is to be done once in all listens by `subscribeHere`.
 */
export class SharedNews<T> extends News<T> {
  readonly #here: News<T>;

  constructor(
    private readonly bus: Bus,
    private readonly topic: Topic<T>,
    onError: (error: unknown) => void,
  ) {
    super(onError);
    this.#here = new News(onError);
    bus.hear(topic, (item) => super.tell(item));
  }

  /** Of what was told on this node alone. */
  subscribeHere(listener: (item: T) => void): void {
    this.#here.subscribe(listener);
  }

  override tell(item: T): void {
    super.tell(item);
    this.#here.tell(item);
    this.bus.send(this.topic, item);
  }
}
