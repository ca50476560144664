import type { History } from '../history/history.js';
import { removedSeesNothing } from './access.js';
import { marksAreMonotone, unreadIsExact } from './counts.js';
import { nobodyElseIsHarmed } from './oracle.js';
import { everybodyAgrees, numbersAreDense, realTimeOrder, sendersOrder } from './order.js';
import { pushesAreRight } from './pushes.js';
import { everyoneConverges, oneRun } from './shown.js';
import { ackedIsKept, refusedIsNowhere, sentOnceIsStoredOnce } from './stored.js';
import { type Bounds, deliveredInTime, deployLosesNobody, nothingIsLeftInside } from './time.js';
import type { Violation } from './violation.js';

const ALL: readonly ((history: History, bounds: Bounds) => Violation[])[] = [
  ackedIsKept,
  refusedIsNowhere,
  sentOnceIsStoredOnce,
  numbersAreDense,
  everybodyAgrees,
  realTimeOrder,
  sendersOrder,
  oneRun,
  everyoneConverges,
  removedSeesNothing,
  unreadIsExact,
  marksAreMonotone,
  pushesAreRight,
  deliveredInTime,
  nothingIsLeftInside,
  nobodyElseIsHarmed,
  deployLosesNobody,
];

/** Everything that must not be and is, the earliest first. */
export function check(history: History, bounds: Bounds = {}): Violation[] {
  return ALL.flatMap((invariant) => invariant(history, bounds)).sort((a, b) => a.event.n - b.event.n);
}

/** The first offending operation, with what came just before it about the same chat. */
export function describeFirst(violations: readonly Violation[], history: History): string {
  const [first] = violations;
  if (first === undefined) return 'nothing is wrong';
  const chatId = 'chatId' in first.event ? first.event.chatId : undefined;
  const context = history
    .slice(0, first.event.n)
    .filter(
      (event) => event.kind !== 'shows' && event.kind !== 'final' && (!('chatId' in event) || event.chatId === chatId),
    )
    .slice(-6);
  const line = (event: History[number]): string => `  ${event.n} at ${event.at} ms ${JSON.stringify(short(event))}`;
  return [`${first.invariant}: ${first.says}`, ...context.map(line), `> ${line(first.event).trimStart()}`].join('\n');
}

function short(event: History[number]): object {
  const { n: _, at: __, ...rest } = event;
  return 'messages' in rest ? { ...rest, messages: rest.messages.length } : rest;
}
