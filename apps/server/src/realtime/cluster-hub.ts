import {
  ERROR_STATUS,
  type ErrorCode,
  SERVER_EVENTS,
  type ServerEventName,
  type ServerEvents,
  type WireError,
} from '@stm-chat/protocol';
import { serverEvents } from '@stm-chat/protocol/schemas';
import { z } from 'zod';
import type { Bus, Topic } from '../kernel/bus.js';
import type { Clock } from '../kernel/clock.js';
import type { ChatPresence, Connections, LiveConnections, UserAnywhere } from '../kernel/connection.js';
import type { Logger } from '../kernel/logger.js';
import { News } from '../kernel/news.js';
import type { Publisher } from '../kernel/publisher.js';
import { Roster, type RosterChange } from './roster.js';
import { RosterExchange } from './roster-exchange.js';
import type { HubWatcher, SocketHub } from './socket-hub.js';

const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

type Payload = ServerEvents[ServerEventName];

const id = z.int();
const event = z.enum(SERVER_EVENTS);
const payload = z.custom<Payload>((body) => typeof body === 'object' && body !== null);
const reasonForm = z.object({ code: z.enum(ERROR_CODES), message: z.string() });
const reason = z.custom<WireError>((error) => reasonForm.safeParse(error).success);

/** Whether a payload is what this build sends with that event; what another build adds to it stays in it. */
const fits = (name: ServerEventName, body: Payload): boolean => serverEvents[name].safeParse(body).success;

/** What one node has the others send to their clients, and what they are to end. */
const act = z.union([
  z
    .tuple([z.literal('chat'), z.string(), z.array(id), event, payload])
    .refine(([, , , name, body]) => fits(name, body)),
  z.tuple([z.literal('users'), z.array(id), event, payload]).refine(([, , name, body]) => fits(name, body)),
  z.tuple([z.literal('outside'), z.string(), id, event, payload]).refine(([, , , name, body]) => fits(name, body)),
  z.tuple([z.literal('others'), z.string(), id, event, payload]).refine(([, , , name, body]) => fits(name, body)),
  z.tuple([z.literal('remove'), z.string(), id]),
  z.tuple([z.literal('close-user'), id, reason]),
  z.tuple([z.literal('close-session'), z.string(), reason]),
]);
type Act = z.infer<typeof act>;
const ACTS: Topic<Act> = { name: 'act', schema: act };

export interface ClusterHubOptions {
  readonly hub: SocketHub;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The kernel's ports `Publisher` and `Connections` over the sockets of all nodes: this one's through its hub, the others'
 * through the bus. This is the one place in which what is sent to clients goes to other nodes; what they have to know
 * themselves travels as `SharedNews`.
 */
export class ClusterHub implements Publisher, Connections, HubWatcher {
  readonly here: SocketHub;
  readonly roster: Roster;
  readonly #bus: Bus;
  readonly #exchange: RosterExchange;
  readonly #came: News<UserAnywhere>;
  readonly #went: News<UserAnywhere>;
  readonly #crowded: News<number>;
  /** Users of lost nodes whom this node saw off. */
  readonly #seenOff = new Set<number>();
  /** Open connections of this node by address, authenticated or not. */
  readonly #addresses = new Map<string, number>();

  constructor({ hub, bus, clock, logger }: ClusterHubOptions) {
    this.here = hub;
    this.#bus = bus;
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of connections failed');
    this.#came = new News(onError);
    this.#went = new News(onError);
    this.#crowded = new News(onError);
    this.roster = new Roster({
      userCame: (userId) => {
        // Whose node was believed to be lost comes back with it: nobody else tells that.
        const isOurs = this.#seenOff.delete(userId);
        if (!hub.isOnline(userId)) this.#came.tell({ userId, isOurs });
      },
      // Who was connected to a node that is lost is seen off by one of those that are left.
      userWent: (userId, gone) => {
        if (hub.isOnline(userId)) return;
        const isOurs = gone && this.#isEldest();
        if (isOurs) this.#seenOff.add(userId);
        this.#went.tell({ userId, isOurs });
      },
      joined: (chatId, userId) => {
        if (!hub.hasJoined(chatId, userId)) hub.tellOthers(chatId, userId, 'user_joined');
      },
      left: (chatId, userId) => {
        if (!hub.hasJoined(chatId, userId)) hub.tellOthers(chatId, userId, 'user_left');
      },
      crowded: (userId) => {
        if (hub.isOnline(userId)) this.#crowded.tell(userId);
      },
    });
    this.#exchange = new RosterExchange({ bus, clock, roster: this.roster, whole: () => this.#whole() });
    bus.hear(ACTS, (said) => this.#act(said));
    hub.watchedBy(this);
    hub.onUserOnline((userId) => {
      this.#seenOff.delete(userId);
      if (!this.roster.isElsewhere(userId)) this.#came.tell({ userId, isOurs: true });
    });
    hub.onUserOffline((userId) => {
      if (!this.roster.isElsewhere(userId)) this.#went.tell({ userId, isOurs: true });
    });
  }

  toChat<Name extends ServerEventName>(
    chatId: string,
    userIds: readonly number[],
    name: Name,
    body: ServerEvents[Name],
  ): void {
    this.here.toChat(chatId, userIds, name, body);
    const there = userIds.filter((userId) => this.roster.hasJoined(chatId, userId));
    if (there.length > 0) this.#send(['chat', chatId, there, name, body]);
  }

  toUsers<Name extends ServerEventName>(userIds: readonly number[], name: Name, body: ServerEvents[Name]): void {
    this.here.toUsers(userIds, name, body);
    const there = userIds.filter((userId) => this.roster.isElsewhere(userId));
    if (there.length > 0) this.#send(['users', there, name, body]);
  }

  toUserOutside<Name extends ServerEventName>(
    chatId: string,
    userId: number,
    name: Name,
    body: ServerEvents[Name],
  ): void {
    this.here.toUserOutside(chatId, userId, name, body);
    if (this.roster.isElsewhere(userId)) this.#send(['outside', chatId, userId, name, body]);
  }

  toOthers<Name extends ServerEventName>(
    chatId: string,
    exceptUserId: number,
    name: Name,
    body: ServerEvents[Name],
  ): void {
    this.here.toOthers(chatId, exceptUserId, name, body);
    if (this.roster.joinedUsers(chatId).some((userId) => userId !== exceptUserId))
      this.#send(['others', chatId, exceptUserId, name, body]);
  }

  live(most: number): LiveConnections {
    return this.here.live(most);
  }

  isOnline(userId: number): boolean {
    return this.here.isOnline(userId);
  }

  hasJoined(chatId: string, userId: number): boolean {
    return this.here.hasJoined(chatId, userId);
  }

  isOutside(chatId: string, userId: number): boolean {
    return this.here.isOutside(chatId, userId);
  }

  joinedUsers(chatId: string): readonly number[] {
    return this.here.joinedUsers(chatId);
  }

  joinedChats(): { chatId: string; userIds: number[] }[] {
    return this.here.joinedChats();
  }

  isOnlineAnywhere(userId: number): boolean {
    return this.here.isOnline(userId) || this.roster.isElsewhere(userId);
  }

  joinedAnywhere(chatId: string): readonly number[] {
    const there = this.roster.joinedUsers(chatId);
    return there.length === 0
      ? this.here.joinedUsers(chatId)
      : [...new Set([...this.here.joinedUsers(chatId), ...there])];
  }

  removeFromChat(chatId: string, userId: number): void {
    this.here.removeFromChat(chatId, userId);
    this.#send(['remove', chatId, userId]);
  }

  closeUser(userId: number, why: WireError): void {
    this.here.closeUser(userId, why);
    this.#send(['close-user', userId, why]);
  }

  closeSession(sessionId: string, why: WireError): void {
    this.here.closeSession(sessionId, why);
    this.#send(['close-session', sessionId, why]);
  }

  onChatLeft(listener: (left: ChatPresence) => void): void {
    this.here.onChatLeft(listener);
  }

  onUserOnline(listener: (userId: number) => void): void {
    this.here.onUserOnline(listener);
  }

  onUserOffline(listener: (userId: number) => void): void {
    this.here.onUserOffline(listener);
  }

  onUserCameAnywhere(listener: (user: UserAnywhere) => void): void {
    this.#came.subscribe(listener);
  }

  onUserWentEverywhere(listener: (user: UserAnywhere) => void): void {
    this.#went.subscribe(listener);
  }

  /** A user who is connected here has more connections than before, on another node. */
  onCrowded(listener: (userId: number) => void): void {
    this.#crowded.subscribe(listener);
  }

  /** The connections from one address changed in number. */
  addressChanged(address: string, connections: number): void {
    if (connections > 0) this.#addresses.set(address, connections);
    else this.#addresses.delete(address);
    this.#exchange.told({ kind: 'address', address, connections });
  }

  connectionsChanged(userId: number): void {
    this.#exchange.told(this.#user(userId));
  }

  chatJoined(chatId: string, userId: number): boolean {
    this.#exchange.told({ kind: 'chat', chatId, userId, joined: true });
    return this.roster.hasJoined(chatId, userId);
  }

  chatLeft(chatId: string, userId: number): boolean {
    this.#exchange.told({ kind: 'chat', chatId, userId, joined: false });
    return this.roster.hasJoined(chatId, userId);
  }

  #user(userId: number): RosterChange {
    const [oldest, ...others] = this.here.socketsOf(userId);
    const connections = oldest === undefined ? 0 : 1 + others.length;
    return { kind: 'user', userId, connections, oldestAt: oldest?.data.authenticatedAt ?? 0 };
  }

  #whole(): RosterChange[] {
    const chats = this.here
      .joinedChats()
      .flatMap(({ chatId, userIds }) =>
        userIds.map((userId) => ({ kind: 'chat', chatId, userId, joined: true }) as const),
      );
    const addresses = [...this.#addresses].map(
      ([address, connections]) => ({ kind: 'address', address, connections }) as const,
    );
    return [...this.here.users().map((userId) => this.#user(userId)), ...addresses, ...chats];
  }

  #isEldest(): boolean {
    return this.#bus.peers.every((peer) => peer > this.#bus.nodeId);
  }

  #send(said: Act): void {
    this.#bus.send(ACTS, said);
  }

  #act(said: Act): void {
    switch (said[0]) {
      case 'chat':
        return this.here.toChat(said[1], said[2], said[3], said[4]);
      case 'users':
        return this.here.toUsers(said[1], said[2], said[3]);
      case 'outside':
        return this.here.toUserOutside(said[1], said[2], said[3], said[4]);
      case 'others':
        return this.here.toOthers(said[1], said[2], said[3], said[4]);
      case 'remove':
        return this.here.removeFromChat(said[1], said[2]);
      case 'close-user':
        return this.here.closeUser(said[1], said[2]);
      case 'close-session':
        return this.here.closeSession(said[1], said[2]);
    }
  }
}
