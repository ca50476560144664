import type { RestAnswer } from '../cluster/rest.js';
import { rest } from '../cluster/rest.js';
import type { ServerNode } from '../cluster/server-node.js';
import type { Role } from '../cluster/tokens.js';
import { Link } from '../faults/link.js';
import type { Recorder } from '../history/history.js';
import { pick, type Random } from '../round/random.js';

export interface Person {
  readonly id: number;
  readonly role: Role;
  readonly token: string;
}

export interface ActorOptions {
  /** Of the device, unique in the history. */
  readonly name: string;
  readonly person: Person;
  /** The chats that this device shows. */
  readonly chats: readonly string[];
  readonly recorder: Recorder;
  readonly random: Random;
  readonly nodes: () => readonly ServerNode[];
}

/** A device of a person: it acts, keeps trying, and writes down what it meets. */
export interface Actor {
  readonly name: string;
  readonly person: Person;
  readonly edge: Edge;
  /** Resolves when it is connected and shows its chats. */
  start(): Promise<void>;
  /** Leaves at once; tries until the server has it or refuses it. */
  send(chatId: string, text: string): void;
  /** Resolves when it has nothing on its way any more. */
  settled(): Promise<void>;
  /** Whether it shows this much of the chat, and lives. */
  isAt(chatId: string, lastSeq: number): boolean;
  /** Appends what it shows now to the history. */
  writeShown(): void;
  /** Its connection breaks, and it comes back by itself. */
  drop(): void;
  /** Somebody looks at it: it tries at once, if it was waiting. */
  wake(): void;
  /** Ends it and starts it again with what it kept; nothing, where it keeps nothing. */
  reload(): void;
  setTyping(chatId: string, isTyping: boolean): void;
  stop(): Promise<void>;
}

let messages = 0;

/** Unique in a run: what is sent is recognised wherever it turns up. */
export function nextText(who: string): string {
  return `${++messages} by ${who}`;
}

/** The line of one device to the servers, over whichever node it is led to when it connects. */
export class Edge {
  #node: ServerNode | null = null;
  #stays: ServerNode | null = null;

  private constructor(
    readonly link: Link,
    private readonly choose: () => ServerNode | null,
  ) {}

  static async open({ name, nodes, random }: Pick<ActorOptions, 'name' | 'nodes' | 'random'>): Promise<Edge> {
    const edge: Edge = new Edge(await Link.open(`${name}→servers`, () => edge.#lead()), () => {
      const running = nodes();
      return running.length === 0 ? null : pick(running, random);
    });
    return edge;
  }

  get url(): string {
    return `http://127.0.0.1:${this.link.port}`;
  }

  /** Where the last connection went. */
  get node(): string {
    return this.#node?.name ?? 'nowhere';
  }

  /** From now on every connection goes to this node while it runs; null: to any. */
  stayWith(node: ServerNode | null): void {
    this.#stays = node;
  }

  call(token: string | null, method: string, path: string, body?: unknown): Promise<RestAnswer> {
    return rest(this.url, token, method, path, body);
  }

  close(): Promise<void> {
    return this.link.close();
  }

  #lead(): { host: string; port: number } | null {
    this.#node = this.#stays?.address ? this.#stays : this.choose();
    return this.#node?.address ?? null;
  }
}

/** Errors after which a message is stored nowhere. Anything else may have been stored, and is tried again. */
const FINAL_CODES = new Set([
  'invalid_payload',
  'forbidden',
  'not_found',
  'conflict',
  'chat_closed',
  'payload_too_large',
]);

export function isFinal(code: string): boolean {
  return FINAL_CODES.has(code);
}

/**
 * Whether a message that may have been stored by an earlier attempt was stored nowhere at this answer. Membership is
 * checked before the repeat: who was taken out meanwhile is refused although the message is there.
 */
export function provesAbsence(code: string): boolean {
  return code !== 'not_found' && code !== 'forbidden';
}

/** Ascending seqs as runs: lossless, and short while all is well. */
export function runsOf(seqs: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const seq of seqs) {
    const last = runs.at(-1);
    if (last !== undefined && seq === last[1] + 1) last[1] = seq;
    else runs.push([seq, seq]);
  }
  return runs;
}
