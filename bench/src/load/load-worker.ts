import { randomUUID } from 'node:crypto';
import { chatOf, customerOf, providerOf } from '../targets/target.js';
import { signToken } from './tokens.js';
import { WireClient } from './wire-client.js';

/** What the coordinator asks of a load process, one at a time. */
export type Order =
  /** `providers`: another server that those are to connect to who are written to. */
  | { readonly kind: 'connect'; readonly url: string; readonly pairs: number; readonly providers?: string }
  | { readonly kind: 'closed'; readonly inFlight: number; readonly seconds: number }
  | { readonly kind: 'open'; readonly perSecond: number; readonly seconds: number }
  | { readonly kind: 'disconnect' };

/** Milliseconds from when a message was due (open loop) or sent (closed loop). */
export interface LoadResult {
  /** On the clock of `Date.now()`. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly delivered: number;
  readonly refused: number;
  readonly lost: number;
  readonly ackMs: readonly number[];
  readonly deliverMs: readonly number[];
  /** Of the same messages: when they were due, since the start. */
  readonly dueMs: readonly number[];
  readonly refusedMs: readonly number[];
}

interface InFlight {
  readonly due: number;
  readonly pair: number;
  acked: boolean;
  delivered: boolean;
}

const PADDING = 'the boiler makes that noise again, could you come on Friday after four?'.padEnd(84, '.');
/** After the last message is sent, what has not arrived within this time is lost. */
const SETTLE_MS = 10_000;

const customers: WireClient[] = [];
const providers: WireClient[] = [];
let flying = new Map<number, InFlight>();
let next = 0;
let began = 0;
let result = emptyResult();
let onDone: (pair: number) => void = () => undefined;

type Collected = {
  -readonly [K in keyof LoadResult]: LoadResult[K] extends readonly number[] ? number[] : LoadResult[K];
};

function emptyResult(): Collected {
  return {
    ...{ startedAt: 0, seconds: 0, delivered: 0, refused: 0, lost: 0 },
    ...{ ackMs: [], deliverMs: [], dueMs: [], refusedMs: [] },
  };
}

async function connect(url: string, pairs: number, providersUrl = url): Promise<void> {
  for (let pair = 0; pair < pairs; pair++) {
    const [customer, provider] = await Promise.all([
      WireClient.connect(url, await signToken(customerOf(pair), 'customer')),
      WireClient.connect(providersUrl, await signToken(providerOf(pair), 'provider')),
    ]);
    await Promise.all([
      customer.call('join_chat', { chatId: chatOf(pair) }),
      provider.call('join_chat', { chatId: chatOf(pair) }),
    ]);
    provider.onEvent = (name, json) => {
      if (name === 'new_message') arrived(json);
    };
    customers.push(customer);
    providers.push(provider);
  }
}

/** @param due when it should leave, on the clock of `performance.now()`: what waits in this process counts too */
function send(pair: number, due: number): void {
  const number = next++;
  const flight: InFlight = { due, pair, acked: false, delivered: false };
  flying.set(number, flight);
  const json = `{"chatId":"${chatOf(pair)}","message":"#${number} ${PADDING}","client_id":"${randomUUID()}"}`;
  customers[pair]?.emit('send_message', json, (answer) => {
    const took = performance.now() - due;
    if (answer.startsWith('[{"ok":true')) {
      result.ackMs.push(took);
      flight.acked = true;
      settle(number, flight);
      return;
    }
    result.refused += 1;
    result.refusedMs.push(took);
    flying.delete(number);
    onDone(pair);
  });
}

function arrived(json: string): void {
  const start = json.indexOf('"message":"#') + 12;
  const number = Number(json.slice(start, json.indexOf(' ', start)));
  const flight = flying.get(number);
  if (flight === undefined || flight.delivered) return;
  result.deliverMs.push(performance.now() - flight.due);
  result.dueMs.push(flight.due - began);
  result.delivered += 1;
  flight.delivered = true;
  settle(number, flight);
}

function settle(number: number, flight: InFlight): void {
  if (!flight.acked || !flight.delivered) return;
  flying.delete(number);
  onDone(flight.pair);
}

/** Each sender keeps `inFlight` messages under way: the next one leaves when one is both acknowledged and delivered. */
async function closedLoop(inFlight: number, seconds: number): Promise<void> {
  const started = performance.now();
  const end = started + seconds * 1000;
  onDone = (pair) => {
    const now = performance.now();
    if (now < end) send(pair, now);
  };
  for (let pair = 0; pair < customers.length; pair++)
    for (let slot = 0; slot < inFlight; slot++) send(pair, performance.now());
  await new Promise((resume) => setTimeout(resume, seconds * 1000));
  const { delivered } = result;
  result.seconds = (performance.now() - started) / 1000;
  await settled();
  result.delivered = delivered;
}

/** Messages leave at fixed times, whatever the server does: free of coordinated omission. */
async function openLoop(perSecond: number, seconds: number): Promise<void> {
  onDone = () => undefined;
  const started = performance.now();
  const total = perSecond * seconds;
  for (let sent = 0; sent < total;) {
    const now = performance.now();
    for (; sent < total && started + (sent * 1000) / perSecond <= now; sent++) {
      send(sent % customers.length, started + (sent * 1000) / perSecond);
    }
    await new Promise((resume) => setTimeout(resume, 1));
  }
  result.seconds = (performance.now() - started) / 1000;
  await settled();
}

async function settled(): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  while (flying.size > 0 && performance.now() < end) await new Promise((resume) => setTimeout(resume, 20));
  result.lost = flying.size;
  flying = new Map();
}

async function obey(order: Order): Promise<LoadResult | null> {
  result = emptyResult();
  began = performance.now();
  result.startedAt = performance.timeOrigin + began;
  switch (order.kind) {
    case 'connect':
      await connect(order.url, order.pairs, order.providers);
      return null;
    case 'closed':
      await closedLoop(order.inFlight, order.seconds);
      return result;
    case 'open':
      await openLoop(order.perSecond, order.seconds);
      return result;
    case 'disconnect':
      for (const client of [...customers.splice(0), ...providers.splice(0)]) client.close();
      return null;
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
