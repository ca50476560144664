import type { JobTask } from '../jobs/jobs.api.js';
import type { ChannelName } from './delivery.api.js';
import type { Place, PlannedJob } from './delivery.repository.js';

/** A notification is due on a channel: decides again, and finds out where to. */
export const DUE: JobTask<DuePayload> = { name: 'delivery_due', apart: true };

/** One target. About four hours of tries; then it is left for dead, and what comes later begins anew. */
export const DELIVER: JobTask<Place> = { name: 'delivery_send', attempts: 10, apart: true };

/** What was delivered is read. A few minutes of tries; then it stays where it is shown, until it is pressed. */
export const WITHDRAW: JobTask<Place> = { name: 'delivery_withdraw', attempts: 6, apart: true };

/** Finds what was read and is still shown: the server that took the reading was killed before it could say so. */
export const SETTLE: JobTask<Record<string, never>> = { name: 'delivery_settle', apart: true };

export interface DuePayload {
  readonly notificationId: string;
  readonly channel: ChannelName;
}

export function dueJob(payload: DuePayload, afterMs: number): PlannedJob {
  const key = `${DUE.name}:${payload.channel}:${payload.notificationId}`;
  return { task: DUE.name, payload, key, afterMs, attempts: DUE.attempts ?? 25 };
}

export const deliverJob = (place: Place): PlannedJob => placeJob(DELIVER, place);
export const withdrawJob = (place: Place): PlannedJob => placeJob(WITHDRAW, place);

function placeJob(task: JobTask<Place>, place: Place): PlannedJob {
  const key = `${task.name}:${place.channel}:${place.notificationId}:${place.target}`;
  return { task: task.name, payload: place, key, afterMs: 0, attempts: task.attempts ?? 25 };
}
