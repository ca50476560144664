import { type EventOf, eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** I14's bounds, milliseconds. */
const LIVE_MS = 2000;
const HEALED_MS = 30_000;
/** P13: a client is back after a deploy within this time. */
const BACK_MS = 20_000;

/** Bounds that a short proof makes shorter. */
export interface Bounds {
  readonly backMs?: number;
  /** Nodes hear each other: what is sent on one is live on the others. */
  readonly nodesAreLinked?: boolean;
}

/** How long after its commit was known each message reached a client that had joined, and the bound that held for it. */
export interface Staleness {
  readonly see: EventOf<'see'>;
  readonly ms: number;
  readonly boundMs: number;
  /** A fault ran meanwhile, or only tips could tell. */
  readonly disturbed: boolean;
}

/**
 * Deliveries to connections that had joined before the message was sent. Where a fault ran at any moment between sending
 * and arrival, or the sender was on another node and nodes hear nothing of each other, the bound is that of a healed
 * system: counted from the end of the last such fault.
 */
export function stalenessOf(history: History, nodesAreLinked = false): Staleness[] {
  const faults = faultTimes(history);
  const sends = new Map(eventsOf(history, 'send').map((send) => [send.clientId, send]));
  const nodes = new Map<string, string>();
  const joinedAt = new Map<string, number>();
  const sentFrom = new Map<string, string | undefined>();
  const found: Staleness[] = [];
  for (const event of history) {
    if (event.kind === 'online') nodes.set(event.client, event.node);
    if (event.kind === 'joined') joinedAt.set(`${event.connection} ${event.chatId}`, event.n);
    if (event.kind === 'left') joinedAt.delete(`${event.connection} ${event.chatId}`);
    if (event.kind === 'send') sentFrom.set(event.clientId, nodes.get(event.client));
    if (event.kind !== 'see' || event.event !== 'new_message' || event.clientId === null) continue;
    const send = sends.get(event.clientId);
    const joined = joinedAt.get(`${event.connection} ${event.chatId}`);
    if (send === undefined || joined === undefined || joined > send.n) continue;
    const during = faults.filter(({ from, to }) => from <= event.at && to >= send.at);
    const apart = !nodesAreLinked && sentFrom.get(event.clientId) !== nodes.get(event.client);
    const healed = Math.max(send.at, ...during.map(({ to }) => Math.min(to, event.at)));
    const disturbed = during.length > 0 || apart;
    found.push({
      see: event,
      ms: event.at - (disturbed ? healed : send.at),
      boundMs: disturbed ? HEALED_MS : LIVE_MS,
      disturbed,
    });
  }
  return found;
}

/** I14: live delivery within 2 s without faults, within 30 s after healing. */
export function deliveredInTime(history: History, { nodesAreLinked = false }: Bounds = {}): Violation[] {
  return stalenessOf(history, nodesAreLinked)
    .filter(({ ms, boundMs }) => ms > boundMs)
    .map(({ see, ms, boundMs }) =>
      violation('I14', see, `${see.client} got ${see.clientId} after ${Math.round(ms)} ms; the bound is ${boundMs}`),
    );
}

function faultTimes(
  history: History,
  counts: (fault: string) => boolean = () => true,
): { readonly from: number; readonly to: number }[] {
  const open = new Map<string, number>();
  const found: { from: number; to: number }[] = [];
  for (const { fault, phase, at } of eventsOf(history, 'fault')) {
    if (!counts(fault)) continue;
    if (phase === 'begins') open.set(fault, at);
    else {
      found.push({ from: open.get(fault) ?? at, to: at });
      open.delete(fault);
    }
  }
  for (const from of open.values()) found.push({ from, to: Number.POSITIVE_INFINITY });
  return found;
}

/** I15: when all is quiet no queue holds anything and no lock is older than 5 s. */
export function nothingIsLeftInside(history: History): Violation[] {
  return eventsOf(history, 'inside')
    .filter(({ count }) => count > 0)
    .map((event) => violation('I15', event, `${event.place}: ${event.count} ${event.what}`));
}

/**
 * P13: whoever a node let go while it stopped in good order is connected again within 20 s, by itself. Where something else
 * was broken in that time too, nothing is promised.
 */
export function deployLosesNobody(history: History, { backMs = BACK_MS }: Bounds = {}): Violation[] {
  const found: Violation[] = [];
  const online = eventsOf(history, 'online');
  const last = history.at(-1)?.at ?? 0;
  for (const drain of eventsOf(history, 'drain')) {
    for (const client of drain.clients) {
      const back = online.find((event) => event.client === client && event.n > drain.n);
      const ms = (back?.at ?? Number.POSITIVE_INFINITY) - drain.at;
      const faults = faultTimes(history, (fault) => !fault.startsWith('drainNode'));
      if (faults.some(({ from, to }) => from <= drain.at + backMs && to >= drain.at)) continue;
      // A history that ends before its time is up proves nothing.
      if (back === undefined ? last - drain.at < backMs : ms <= backMs) continue;
      found.push(
        violation(
          'P13',
          drain,
          `${client} was let go by ${drain.node} and ${back === undefined ? 'never came back' : `came back after ${Math.round(ms)} ms`}`,
        ),
      );
    }
  }
  return found;
}
