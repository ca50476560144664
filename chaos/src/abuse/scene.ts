import { randomUUID } from 'node:crypto';
import { Cluster } from '../cluster/cluster.js';
import type { Ground } from '../cluster/ground.js';
import { rest } from '../cluster/rest.js';
import type { ServerNode } from '../cluster/server-node.js';
import { type Role, signToken } from '../cluster/tokens.js';
import { Recorder } from '../history/history.js';
import { Bystander } from './bystander.js';
import type { KnownIds } from './grammar.js';

export interface Visitor {
  readonly id: number;
  readonly role: Role;
  readonly token: string;
}

export const SERVICE_TOKEN = 'service-token-of-the-abuse-0123456789abcdef';
/** An id of everything that there is none of. */
export const MISSING = '00000000-0000-7000-8000-000000000000';

/** Far from the small numbers that a fuzzer likes. */
let ids = 1_900_000_000;

/** A chat with a message of its customer's, and everybody's ids by the names of fields. */
export interface Place {
  readonly customer: Visitor;
  readonly provider: Visitor;
  readonly chatId: string;
  readonly messageId: string;
  readonly ids: KnownIds;
}

/** A server that is attacked, people who are not to notice, and what is written down of it. */
export class Scene {
  readonly recorder = new Recorder();
  readonly #startedPid: number;

  private constructor(
    private readonly cluster: Cluster,
    readonly node: ServerNode,
    readonly bystander: Bystander,
    readonly admin: Visitor,
  ) {
    this.#startedPid = node.pid;
  }

  /** @param env limits, which are off unless they are set here. @param pauseMs between two messages of a bystander */
  static async open(ground: Ground, env: Readonly<Record<string, string>> = {}, pauseMs = 20): Promise<Scene> {
    const cluster = await Cluster.start(ground, {
      nodes: 1,
      env: { SERVICE_TOKEN, LIMIT_CONNECTIONS_PER_USER: '0', ...env },
    });
    const [node] = cluster.nodes;
    if (node === undefined) throw new Error('no node runs');
    const bystander = await Bystander.meet(
      node.url,
      await visitor(node.url, 'customer'),
      await visitor(node.url, 'provider'),
      pauseMs,
    );
    node.output.length = 0; // what the start had to say
    return new Scene(cluster, node, bystander, await visitor(node.url, 'admin'));
  }

  get url(): string {
    return this.node.url;
  }

  get database(): string {
    return this.cluster.database;
  }

  visitor(role: Role): Promise<Visitor> {
    return visitor(this.url, role);
  }

  /** A chat that nothing has been done to yet. */
  async place(): Promise<Place> {
    const [customer, provider] = [await this.visitor('customer'), await this.visitor('provider')];
    const input = { job_id: `job ${customer.id}`, subject: 'A leaking tap', provider_id: provider.id };
    const chat = await rest(this.url, customer.token, 'POST', '/api/chat', input);
    const said = await rest(this.url, customer.token, 'POST', `/api/chat/${chat.body.id}/messages`, {
      message: 'first',
    });
    const known = {
      chatId: chat.body.id,
      messageId: said.body.id,
      userId: (await this.visitor('customer')).id,
      customer_id: customer.id,
      provider_id: provider.id,
      lsm_id: (await this.visitor('lsm')).id,
      client_id: randomUUID(),
      emoji: '👍',
      token: customer.token,
    };
    return { customer, provider, chatId: known.chatId, messageId: known.messageId, ids: known };
  }

  /** Does it while others talk, and writes down what came of it. @param work gives what was not as expected, and leaks */
  async attack(name: string, work: () => Promise<AttackResult>): Promise<Attacked> {
    const { result, worstMs, waits } = await this.bystander.beside(work);
    const sameProcess =
      this.node.pid === this.#startedPid && this.node.crashes.length === 0 && this.node.address !== null;
    const unexpected = result.unexpected.length === 0 ? null : result.unexpected.slice(0, 5).join('; ');
    const alarms = this.#alarms();
    const leaks = [...new Set(result.leaks), ...alarms.map((line) => `the log says ${line.slice(0, 300)}`)];
    this.recorder.add({ kind: 'case', name, sameProcess, bystanderMs: worstMs, leaks, unexpected });
    return { ...reported(result), waits };
  }

  async close(): Promise<void> {
    this.bystander.close();
    await this.cluster.stop();
  }

  /** Errors that the server logged since it was looked at last: an attacker must not be able to cause one. */
  #alarms(): string[] {
    return this.node.output
      .splice(0)
      .join('')
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line));
  }
}

export interface AttackResult {
  /** How many single attempts it was. */
  readonly attempts: number;
  readonly unexpected: readonly string[];
  readonly leaks: readonly string[];
}

/** What came of it, and how long a bystander waited meanwhile for each message to be acknowledged and seen, in milliseconds. */
export interface Attacked extends AttackResult {
  readonly waits: readonly number[];
}

const reported = ({ attempts, unexpected, leaks }: AttackResult): AttackResult => ({ attempts, unexpected, leaks });

async function visitor(url: string, role: Role): Promise<Visitor> {
  const id = ids++;
  const token = await signToken(id, role);
  const { status, text } = await rest(url, token, 'GET', '/api/auth/me');
  if (status !== 200) throw new Error(`user ${id} was refused: ${text}`);
  return { id, role, token };
}
