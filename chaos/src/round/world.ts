import type { Actor, Person } from '../actors/actor.js';
import { RestActor } from '../actors/rest-actor.js';
import { SdkActor, type SdkFactory } from '../actors/sdk-actor.js';
import { StockActor } from '../actors/stock-actor.js';
import type { Cluster } from '../cluster/cluster.js';
import { rest } from '../cluster/rest.js';
import { signToken, type Role } from '../cluster/tokens.js';
import { Recorder } from '../history/history.js';
import { type Random, randomOf } from './random.js';
import type { Stage } from './stage.js';

/** A chat of the run, and who is in it. */
export interface WorldChat {
  readonly id: string;
  readonly members: readonly Person[];
  /** May be taken out during the run, once. */
  readonly removable: Person | null;
}

let users = 100;

/** Fresh people, chats and devices for one round, on nodes that may have seen many rounds. */
export class World implements Stage {
  private constructor(
    readonly cluster: Cluster,
    readonly recorder: Recorder,
    readonly random: Random,
    readonly admin: Person,
    readonly chats: readonly WorldChat[],
    readonly actors: readonly Actor[],
    readonly backend: RestActor,
  ) {}

  /**
   * Two customers, two providers and a mediator in four chats, on six devices: three with the SDK (two of one person),
   * two with the stock client, one backend over REST.
   */
  static async create(cluster: Cluster, seed: number, sdk?: SdkFactory): Promise<World> {
    const [first] = cluster.running;
    if (first === undefined) throw new Error('no node runs');
    const { url } = first;
    const admin = await person('admin', url);
    const [ann, cid] = [await person('customer', url), await person('customer', url)];
    const [pam, pete] = [await person('provider', url), await person('provider', url)];
    const lsm = await person('lsm', url);
    const open = async (customer: Person, provider: Person, extra: Person | null = null) => {
      const id = await openChat(url, customer, provider);
      if (extra !== null) await addMember(url, admin, id, extra);
      return id;
    };
    const chats: WorldChat[] = [
      { id: await open(ann, pam, lsm), members: [ann, pam, lsm], removable: lsm },
      { id: await open(cid, pam), members: [cid, pam], removable: null },
      { id: await open(ann, pete), members: [ann, pete], removable: null },
      { id: await open(cid, pete), members: [cid, pete], removable: pete },
    ];
    const recorder = new Recorder();
    const options = (name: string, owner: Person, at: number) => ({
      name,
      person: owner,
      chats: chats.filter(({ members }) => members.includes(owner)).map(({ id }) => id),
      recorder,
      random: randomOf(seed * 31 + at),
      nodes: () => cluster.running,
    });
    const backend = await RestActor.create(options('cid’s backend', cid, 6));
    const actors = [
      await SdkActor.create(options('ann’s phone', ann, 1), sdk),
      await SdkActor.create(options('ann’s laptop', ann, 2), sdk),
      await StockActor.create(options('pam’s page', pam, 3)),
      await SdkActor.create(options('pete’s phone', pete, 4), sdk),
      await StockActor.create(options('the mediator’s page', lsm, 5)),
      backend,
    ];
    await Promise.all(actors.map((actor) => actor.start()));
    return new World(cluster, recorder, randomOf(seed), admin, chats, actors, backend);
  }

  async stop(): Promise<void> {
    await Promise.all(this.actors.map((actor) => actor.stop()));
  }
}

/** A person whom the server has seen. */
export async function person(role: Role, url: string): Promise<Person> {
  const id = users++;
  const token = await signToken(id, role);
  const { status, text } = await rest(url, token, 'GET', '/api/auth/me');
  if (status !== 200) throw new Error(`user ${id} was refused: ${text}`);
  return { id, role, token };
}

export async function openChat(url: string, customer: Person, provider: Person): Promise<string> {
  const input = { job_id: `job ${customer.id}-${provider.id}`, subject: 'A leaking tap', provider_id: provider.id };
  const { status, body, text } = await rest(url, customer.token, 'POST', '/api/chat', input);
  if (status > 201) throw new Error(`the chat was refused: ${text}`);
  return body.id;
}

export async function addMember(url: string, admin: Person, chatId: string, member: Person): Promise<void> {
  const input = { userId: member.id, role: member.role };
  const { status, text } = await rest(url, admin.token, 'POST', `/api/admin/chats/${chatId}/members`, input);
  if (status > 201) throw new Error(`the member was refused: ${text}`);
}
