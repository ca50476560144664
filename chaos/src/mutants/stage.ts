import type { Actor, Person } from '../actors/actor.js';
import { SdkActor, type SdkFactory } from '../actors/sdk-actor.js';
import { StockActor } from '../actors/stock-actor.js';
import type { Cluster } from '../cluster/cluster.js';
import { until } from '../cluster/processes.js';
import { rest, type RestAnswer } from '../cluster/rest.js';
import type { ServerNode } from '../cluster/server-node.js';
import { type History, type HistoryEvent, Recorder } from '../history/history.js';
import { converge, heal, writeEnd } from '../round/ending.js';
import type { Stage as Played } from '../round/stage.js';
import { randomOf } from '../round/random.js';
import { type PushService, startPushService } from '@stm-chat/server/testing/push-service';
import { addMember, openChat, person, type WorldChat } from '../round/world.js';

/** How long everybody has to agree at the end of a proof. */
const QUIET_MS = 2500;
/** And what works behind the messages. */
const QUEUES_MS = 8000;

/** A few people in one chat, each led to a node that the proof names. */
export class Stage implements Played {
  readonly recorder = new Recorder();
  readonly actors: Actor[] = [];
  readonly chats: WorldChat[] = [];
  #pushService: PushService | null = null;

  private constructor(
    readonly cluster: Cluster,
    readonly admin: Person,
    readonly customer: Person,
    readonly provider: Person,
    readonly lsm: Person,
    readonly sdk: SdkFactory | undefined,
  ) {}

  /** @param sdk the SDK of the devices that have one; left out: as it is */
  static async set(cluster: Cluster, sdk?: SdkFactory): Promise<Stage> {
    const url = cluster.nodes[0]?.url ?? '';
    const [admin, customer, provider, lsm] = await Promise.all(
      (['admin', 'customer', 'provider', 'lsm'] as const).map((role) => person(role, url)),
    );
    if (admin === undefined || customer === undefined || provider === undefined || lsm === undefined)
      throw new Error('somebody is missing');
    return new Stage(cluster, admin, customer, provider, lsm, sdk);
  }

  node(at: number): ServerNode {
    const node = this.cluster.nodes[at - 1];
    if (node === undefined) throw new Error(`there is no node ${at}`);
    return node;
  }

  async chat(withLsm = false): Promise<string> {
    const { url } = this.node(1);
    // Each has a customer of its own: the same pair and job would be the same chat.
    const customer = this.chats.length === 0 ? this.customer : await person('customer', url);
    const id = await openChat(url, customer, this.provider);
    const members = [customer, this.provider];
    if (withLsm) {
      await addMember(url, this.admin, id, this.lsm);
      members.push(this.lsm);
    }
    this.chats.push({ id, members, removable: null });
    return id;
  }

  /** A device with the stock client, joined; on this node as long as that runs. */
  async stock(name: string, owner: Person, node: number): Promise<StockActor> {
    return this.#enter(await StockActor.create(this.#options(name, owner)), node);
  }

  async withSdk(name: string, owner: Person, node: number): Promise<SdkActor> {
    return this.#enter(await SdkActor.create(this.#options(name, owner), this.sdk), node);
  }

  /** A browser of somebody who is away, for pushes of a chat. @returns the push service, which can be made to fail */
  async browser(device: string, { id: user, token }: Person, chatId: string): Promise<PushService> {
    const service = (this.#pushService ??= await startPushService());
    const { url } = this.node(1);
    const { body } = await rest(url, token, 'GET', '/api/push/subscriptions');
    const { name, subscription } = service.device(body.public_key);
    service.onArrival(({ device: to, message: { kind, seq, chatId: of } }) => {
      if (to === name && kind === 'show' && of === chatId)
        this.recorder.add({ kind: 'push', device, user, chatId, seq });
    });
    const { status, text } = await rest(url, token, 'POST', '/api/push/subscriptions', subscription);
    if (status !== 201) throw new Error(`nobody can push to ${device}: ${text}`);
    this.recorder.add({ kind: 'subscribed', device, user, chatId });
    return service;
  }

  /** One call over REST, through a node. */
  call(node: number, { token }: Person, method: string, path: string, body?: unknown): Promise<RestAnswer> {
    return rest(this.node(node).url, token, method, path, body);
  }

  /** Takes the mediator out of a chat, through a node. */
  async takeOut(node: number, chatId: string): Promise<void> {
    const { status, text } = await this.call(
      node,
      this.admin,
      'DELETE',
      `/api/admin/chats/${chatId}/members/${this.lsm.id}`,
    );
    if (status !== 204) throw new Error(`the member was not taken out: ${text}`);
    this.recorder.add({ kind: 'removed', chatId, user: this.lsm.id });
  }

  /** Waits for something in the history. */
  async happens(what: string, fits: (event: HistoryEvent) => boolean, from = 0): Promise<void> {
    await until(() => this.recorder.history.slice(from).some(fits), `${what} did not happen`, 10_000);
  }

  /** Everybody is told, everything is read, and the people leave. */
  async end(quietMs = QUIET_MS): Promise<History> {
    try {
      await heal(this, false);
      await converge(this, quietMs);
      await writeEnd(this, QUEUES_MS);
      return this.recorder.history;
    } finally {
      await this.leave();
    }
  }

  async leave(): Promise<void> {
    await Promise.all(this.actors.map((actor) => actor.stop()));
    await this.#pushService?.stop();
    this.#pushService = null;
  }

  #options(name: string, owner: Person) {
    return {
      name,
      person: owner,
      chats: this.chats.filter(({ members }) => members.includes(owner)).map(({ id }) => id),
      recorder: this.recorder,
      random: randomOf(this.actors.length + 1),
      nodes: () => this.cluster.running,
    };
  }

  async #enter<A extends Actor>(actor: A, node: number): Promise<A> {
    this.actors.push(actor);
    actor.edge.stayWith(this.node(node));
    await actor.start();
    const chats = this.chats.filter(({ members }) => members.includes(actor.person));
    for (const { id } of chats)
      await this.happens(
        `${actor.name} joining`,
        (event) => event.kind === 'joined' && event.client === actor.name && event.chatId === id,
      );
    return actor;
  }
}
