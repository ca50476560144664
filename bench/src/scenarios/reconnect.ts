import { setTimeout as wait } from 'node:timers/promises';
import { Bystander } from '../load/bystander.js';
import { type Device, devicesFrom } from '../load/device.js';
import { signToken } from '../load/tokens.js';
import { type Quantiles, round } from '../report/latencies.js';
import { query } from '../targets/bench-database.js';
import { peakResidentBytes } from '../targets/processes.js';
import { chatOf, customerOf, type Target } from '../targets/target.js';
import { RealClients } from './real-clients.js';

export interface Reconnect {
  readonly clients: number;
  /** Messages that were written while nobody was there. */
  readonly missed: number;
  /** Seconds until all had come back, joined and synced; and how many had half of that behind them. */
  readonly allSyncedSeconds: number;
  readonly halfSyncedSeconds: number;
  /** The same for those among them who are no imitation: with the SDK, and with the stock socket.io-client. */
  readonly sdkSyncedSeconds: number;
  readonly stockSyncedSeconds: number;
  /** Clients that do not hold what the database has, at the end; and those that were never back. */
  readonly behind: number;
  readonly lost: number;
  /** Refusals on the way: the server told clients to come later. */
  readonly refused: number;
  /** Of somebody who stayed connected and wrote on. */
  readonly bystander: Quantiles;
  /** Of what that one wrote: not taken, or never answered. */
  readonly bystanderFailed: number;
  /** The most that the server that took them all had in memory, and what it had before. */
  readonly peakBytes: number;
  readonly idleBytes: number;
}

const PARALLEL = 64;
/** Of a customer with the SDK and a provider with the stock client each, beside the devices. */
export const REAL_PAIRS = 50;

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
  const devices = await devicesFrom(1, clients);
  for (let from = 0; from < clients; from += PARALLEL)
    await Promise.all(devices.slice(from, from + PARALLEL).map((device) => device.enter(held.url)));
  for (const device of devices) device.forget();
  const real = await RealClients.start(
    held.url,
    Array.from({ length: REAL_PAIRS }, (_, n) => pairs + 1 + n),
  );
  say(`${clients} devices are there`);
  const bystander = await Bystander.start(other.url);
  const idleBytes = peakResidentBytes(other.pid);
  const killed = performance.now();
  real.forget();
  real.leadTo(other.url);
  await held.stop();
  say('their server is killed');
  const [back, realBack] = await Promise.all([
    Promise.all(devices.map((device) => device.comeBack(other.url))),
    real.synced(),
    writeOn(other.url, pairs, missed),
  ]);
  const times = devices.flatMap(({ syncedAt }) => syncedAt ?? []).sort((a, b) => a - b);
  const seconds = (at: number): number => round((at - killed) / 1000);
  const after = (share: number): number => seconds(times[Math.ceil(times.length * share) - 1] ?? killed);
  say('all are back');
  const behind = await countBehind(database, devices);
  const { ack, failed } = await bystander.stop();
  const peakBytes = peakResidentBytes(other.pid);
  for (const device of devices) device.leave();
  real.stop();
  return {
    clients,
    missed,
    allSyncedSeconds: after(1),
    halfSyncedSeconds: after(0.5),
    sdkSyncedSeconds: seconds(realBack.sdk),
    stockSyncedSeconds: seconds(realBack.stock),
    behind,
    lost: back.filter((one) => !one).length,
    refused: devices.reduce((sum, { refused }) => sum + refused, 0),
    bystander: ack,
    bystanderFailed: failed,
    peakBytes,
    idleBytes,
  };
}

/** A message into so many of the chats, whose members are away. */
async function writeOn(url: string, pairs: number, missed: number): Promise<void> {
  for (let n = 0; n < missed; n += 1) {
    const pair = 1 + Math.floor((n * pairs) / missed);
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
