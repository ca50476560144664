/** What one node says of its connections; a number of 0 takes back. */
export type RosterChange =
  | { readonly kind: 'user'; readonly userId: number; readonly connections: number; readonly oldestAt: number }
  | { readonly kind: 'address'; readonly address: string; readonly connections: number }
  | { readonly kind: 'chat'; readonly chatId: string; readonly userId: number; readonly joined: boolean };

/** A user's connections on one node. */
export interface ConnectionsThere {
  readonly connections: number;
  /** When the oldest of them came, in milliseconds since the epoch. */
  readonly oldestAt: number;
}

export interface RosterListener {
  /** First there, on some other node. */
  userCame(userId: number): void;
  /** On no other node any more. @param gone the node that had them ended or was lost */
  userWent(userId: number, gone: boolean): void;
  joined(chatId: string, userId: number): void;
  left(chatId: string, userId: number): void;
  /** A user's connections on another node are more or older than before. */
  crowded(userId: number): void;
}

interface Node {
  readonly users: Map<number, ConnectionsThere>;
  readonly addresses: Map<string, number>;
  readonly chats: Map<string, Set<number>>;
}

/**
 * Who is connected to the other nodes, as these say: read in memory, so that no request waits for a question to them.
 * What it says may be some milliseconds old, and is as old as the link when that is down.
 */
export class Roster {
  readonly #nodes = new Map<string, Node>();
  /** By user and node. */
  readonly #users = new Map<number, Map<string, ConnectionsThere>>();
  /** By address, over all other nodes. */
  readonly #addresses = new Map<string, number>();
  /** By chat and user, on how many other nodes it is joined. */
  readonly #chats = new Map<string, Map<number, number>>();

  constructor(private readonly listener: RosterListener) {}

  isElsewhere(userId: number): boolean {
    return this.#users.has(userId);
  }

  /** A user's connections on each other node. */
  connectionsOf(userId: number): readonly ConnectionsThere[] {
    return [...(this.#users.get(userId)?.values() ?? [])];
  }

  connectionsFrom(address: string): number {
    return this.#addresses.get(address) ?? 0;
  }

  hasJoined(chatId: string, userId: number): boolean {
    return this.#chats.get(chatId)?.has(userId) ?? false;
  }

  /** Who has joined the chat on any other node. */
  joinedUsers(chatId: string): readonly number[] {
    const users = this.#chats.get(chatId);
    return users === undefined ? [] : [...users.keys()];
  }

  apply(nodeId: string, changes: readonly RosterChange[]): void {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = { users: new Map(), addresses: new Map(), chats: new Map() };
      this.#nodes.set(nodeId, node);
    }
    for (const change of changes) this.#apply(nodeId, node, change, false);
  }

  /** All that a node has now: what it said before and does not say now is no more. */
  replace(nodeId: string, changes: readonly RosterChange[]): void {
    const said = new Set(changes.map(keyOf));
    const before = this.#nodes.get(nodeId);
    if (before !== undefined)
      for (const change of endingsOf(before)) if (!said.has(keyOf(change))) this.apply(nodeId, [change]);
    this.apply(nodeId, changes);
  }

  /** The node is no more. */
  drop(nodeId: string): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    for (const change of endingsOf(node)) this.#apply(nodeId, node, change, true);
    this.#nodes.delete(nodeId);
  }

  #apply(nodeId: string, node: Node, change: RosterChange, gone: boolean): void {
    switch (change.kind) {
      case 'user':
        return this.#user(nodeId, node, change, gone);
      case 'address': {
        const others = (this.#addresses.get(change.address) ?? 0) - (node.addresses.get(change.address) ?? 0);
        put(node.addresses, change.address, change.connections);
        put(this.#addresses, change.address, others + change.connections);
        return;
      }
      case 'chat':
        return this.#chat(node, change);
    }
  }

  #user(
    nodeId: string,
    node: Node,
    { userId, connections, oldestAt }: Extract<RosterChange, { kind: 'user' }>,
    gone: boolean,
  ): void {
    const nodes = this.#users.get(userId);
    if (connections === 0) {
      node.users.delete(userId);
      if (nodes?.delete(nodeId) !== true || nodes.size > 0) return;
      this.#users.delete(userId);
      this.listener.userWent(userId, gone);
      return;
    }
    const there = { connections, oldestAt };
    node.users.set(userId, there);
    if (nodes === undefined) {
      this.#users.set(userId, new Map([[nodeId, there]]));
      this.listener.userCame(userId);
    } else nodes.set(nodeId, there);
    this.listener.crowded(userId);
  }

  #chat(node: Node, { chatId, userId, joined }: Extract<RosterChange, { kind: 'chat' }>): void {
    const there = node.chats.get(chatId);
    if (joined === (there?.has(userId) ?? false)) return;
    const everywhere = this.#chats.get(chatId) ?? new Map<number, number>();
    const nodes = everywhere.get(userId) ?? 0;
    if (joined) {
      node.chats.set(chatId, (there ?? new Set()).add(userId));
      this.#chats.set(chatId, everywhere.set(userId, nodes + 1));
      if (nodes === 0) this.listener.joined(chatId, userId);
      return;
    }
    there?.delete(userId);
    if (there?.size === 0) node.chats.delete(chatId);
    put(everywhere, userId, nodes - 1);
    if (everywhere.size === 0) this.#chats.delete(chatId);
    if (nodes === 1) this.listener.left(chatId, userId);
  }
}

function put<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

/** Of the same thing, the last change counts. */
export function keyOf(change: RosterChange): string {
  switch (change.kind) {
    case 'user':
      return `u${change.userId}`;
    case 'address':
      return `a${change.address}`;
    case 'chat':
      return `c${change.chatId} ${change.userId}`;
  }
}

/** What takes back all that a node said. */
function endingsOf({ users, addresses, chats }: Node): RosterChange[] {
  return [
    ...[...chats].flatMap(([chatId, userIds]) =>
      [...userIds].map((userId) => ({ kind: 'chat', chatId, userId, joined: false }) as const),
    ),
    ...[...users.keys()].map((userId) => ({ kind: 'user', userId, connections: 0, oldestAt: 0 }) as const),
    ...[...addresses.keys()].map((address) => ({ kind: 'address', address, connections: 0 }) as const),
  ];
}
