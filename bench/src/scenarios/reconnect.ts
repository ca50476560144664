import { setTimeout as wait } from 'node:timers/promises';
import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { quantiles, type Quantiles, round } from '../report/latencies.js';
import { query } from '../targets/bench-database.js';
import { peakResidentBytes } from '../targets/processes.js';
import { chatOf, customerOf, providerOf, type Target } from '../targets/target.js';

export interface Reconnect {
  readonly clients: number;
  /** Messages that were written while nobody was there. */
  readonly missed: number;
  /** Seconds until all had come back, joined and synced; and how many had half of that behind them. */
  readonly allSyncedSeconds: number;
  readonly halfSyncedSeconds: number;
  /** Clients that do not hold what the database has, at the end; and those that were never back. */
  readonly behind: number;
  readonly lost: number;
  /** Refusals on the way: the server told clients to come later. */
  readonly refused: number;
  /** Of somebody who stayed connected and wrote on. */
  readonly bystander: Quantiles;
  /** The most that the server that took them all had in memory, and what it had before. */
  readonly peakBytes: number;
  readonly idleBytes: number;
}

const BYSTANDER_EVERY_MS = 50;
const GIVE_UP_MS = 180_000;
const PARALLEL = 64;

/** One device: it holds a chat up to a revision, and comes back as the SDK does. */
class Device {
  revision = 0;
  syncedAt: number | null = null;
  refused = 0;
  #client: WireClient | null = null;

  constructor(
    readonly chatId: string,
    private readonly token: string,
    private readonly from: string,
  ) {}

  /** @throws when it is refused, or loses its connection meanwhile */
  async enter(url: string): Promise<void> {
    const client = await WireClient.connect(url, this.token, this.from);
    this.#client = client;
    client.onEvent = (name, json) => {
      if (name === 'new_message') this.revision = Math.max(this.revision, JSON.parse(json).revision);
    };
    const gone = new Promise<never>((_, reject) => (client.onClose = () => reject(new Error('lost again'))));
    gone.catch(() => undefined);
    await Promise.race([gone, this.#catchUp(client)]);
  }

  /** With jitter, for ever, as the SDK does. @returns whether it is back before it gives up */
  async comeBack(url: string, firstPauseMs = 1000): Promise<boolean> {
    const started = performance.now();
    for (let attempt = 0; performance.now() - started < GIVE_UP_MS; attempt += 1) {
      await wait(Math.random() * Math.min(5000, firstPauseMs * 2 ** attempt));
      try {
        await this.enter(url);
        this.syncedAt = performance.now();
        return true;
      } catch {
        this.refused += 1;
        this.leave();
      }
    }
    return false;
  }

  /** What it met so far does not count. */
  forget(): void {
    this.syncedAt = null;
    this.refused = 0;
  }

  leave(): void {
    this.#client?.close();
  }

  async #catchUp(client: WireClient): Promise<void> {
    await this.#ask(client, 'join_chat', { chatId: this.chatId });
    for (let more = true; more;) {
      const answer = await this.#ask(client, 'sync', { chats: [{ chatId: this.chatId, revision: this.revision }] });
      const [chat] = JSON.parse(answer)[0].chats as [{ revision: number; more: boolean }];
      this.revision = Math.max(this.revision, chat.revision);
      more = chat.more;
    }
  }

  /** A server that has too much to do says so, and is asked again after the second that it names. */
  async #ask(client: WireClient, event: string, payload: unknown): Promise<string> {
    for (;;) {
      const answer = await client.call(event, payload);
      if (answer.startsWith('[{"ok":true') && !answer.includes('"error":{')) return answer;
      this.refused += 1;
      await wait(1000 + Math.random() * 500);
    }
  }
}

/**
 * A server that holds all devices is killed; what is written meanwhile goes over another one, to which all of them come,
 * each in a chat of its pair. In the end each has to hold its chat as the database has it.
 */
export async function measureReconnect(
  [held, other]: readonly [Target, Target],
  database: string,
  { clients, missed }: { readonly clients: number; readonly missed: number },
  say: (line: string) => void,
): Promise<Reconnect> {
  const pairs = clients / 2;
  const devices = await devicesOf(clients);
  for (let from = 0; from < clients; from += PARALLEL)
    await Promise.all(devices.slice(from, from + PARALLEL).map((device) => device.comeBack(held.url, 200)));
  for (const device of devices) device.forget();
  say(`${clients} devices are there`);
  const bystander = await WireClient.connect(other.url, await signToken(providerOf(pairs), 'provider'));
  const acks: number[] = [];
  const talking = setInterval(() => {
    const sent = performance.now();
    const input = { chatId: chatOf(pairs), message: 'still here' };
    bystander.emit('send_message', JSON.stringify(input), () => acks.push(performance.now() - sent));
  }, BYSTANDER_EVERY_MS);
  const idleBytes = peakResidentBytes(other.pid);
  const killed = performance.now();
  await held.stop();
  say('their server is killed');
  const [back] = await Promise.all([
    Promise.all(devices.map((device) => device.comeBack(other.url))),
    writeOn(other.url, pairs, missed),
  ]);
  const times = devices.flatMap(({ syncedAt }) => syncedAt ?? []).sort((a, b) => a - b);
  const at = (share: number): number => round(((times[Math.ceil(times.length * share) - 1] ?? killed) - killed) / 1000);
  say('all are back');
  const behind = await countBehind(database, devices);
  clearInterval(talking);
  const peakBytes = peakResidentBytes(other.pid);
  for (const device of devices) device.leave();
  bystander.close();
  return {
    clients,
    missed,
    allSyncedSeconds: at(1),
    halfSyncedSeconds: at(0.5),
    behind,
    lost: back.filter((one) => !one).length,
    refused: devices.reduce((sum, { refused }) => sum + refused, 0),
    bystander: quantiles(acks),
    peakBytes,
    idleBytes,
  };
}

/** Two of each pair. One address has some 28,000 ports; the loopback network has many addresses. */
function devicesOf(clients: number): Promise<Device[]> {
  return Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      const pair = Math.floor(n / 2);
      const token = n % 2 === 0 ? signToken(customerOf(pair), 'customer') : signToken(providerOf(pair), 'provider');
      return new Device(chatOf(pair), await token, `127.0.0.${1 + Math.floor(n / 5000)}`);
    }),
  );
}

/** A message into so many of the chats, whose members are away. */
async function writeOn(url: string, pairs: number, missed: number): Promise<void> {
  for (let n = 0; n < missed; n += 1) {
    const pair = Math.floor((n * pairs) / missed);
    const token = await signToken(customerOf(pair), 'customer');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ message: 'while you were away', client_id: `missed-${n}` });
    for (let status = 0; status >= 300 || status === 0;) {
      const sent = await fetch(`${url}/api/chat/${chatOf(pair)}/messages`, { method: 'POST', headers, body }).catch(
        () => null,
      );
      status = sent?.status ?? 0;
      if (status >= 300 || status === 0) await wait(500);
    }
  }
}

/** What came last may still be on its way: live, or with the tips half a minute later. */
async function countBehind(database: string, devices: readonly Device[]): Promise<number> {
  const rows = await query<{ id: string; revision: string }>(database, 'select id, revision from chats');
  const revisions = new Map(rows.map(({ id, revision }) => [id, Number(revision)]));
  const isBehind = (device: Device): boolean => device.revision < (revisions.get(device.chatId) ?? 0);
  for (let waited = 0; waited < 5000 && devices.some(isBehind); waited += 250) await wait(250);
  return devices.filter(isBehind).length;
}
