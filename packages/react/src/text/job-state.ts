import type { en } from './locales/en.js';
import type { ComponentTranslate } from './texts.js';

/** What hosts call the states that most jobs go through; of each, the name that has a text. */
const KNOWN: Readonly<Record<string, Extract<keyof typeof en, `job_state.${string}`>>> = {
  open: 'job_state.open',
  new: 'job_state.open',
  requested: 'job_state.requested',
  pending: 'job_state.requested',
  quoted: 'job_state.quoted',
  offered: 'job_state.quoted',
  offer_sent: 'job_state.quoted',
  accepted: 'job_state.accepted',
  assigned: 'job_state.accepted',
  scheduled: 'job_state.scheduled',
  booked: 'job_state.scheduled',
  in_progress: 'job_state.in_progress',
  started: 'job_state.in_progress',
  on_hold: 'job_state.on_hold',
  paused: 'job_state.on_hold',
  completed: 'job_state.completed',
  done: 'job_state.completed',
  finished: 'job_state.completed',
  cancelled: 'job_state.cancelled',
  canceled: 'job_state.cancelled',
  paid: 'job_state.paid',
};

/** The state of a job in the reader's language; a state that only the host knows stays in the host's words. */
export function jobStateText(state: string, t: ComponentTranslate): string {
  const code = state
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
  const key = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
  return key === undefined ? state : t(key);
}
