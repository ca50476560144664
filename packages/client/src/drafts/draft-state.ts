import { isObject } from '../transport/wire-answer.js';

/** The text on this device, and the one that the server is known to have; where they differ, this device is ahead. */
export interface DraftState {
  readonly text: string;
  /** null: not known until it answers: it was told a text, and what is heard otherwise may be from before that. */
  readonly synced: string | null;
}

export const emptyDraft: DraftState = { text: '', synced: '' };

export function isSynced({ text, synced }: DraftState): boolean {
  return text === synced;
}

/** The server's draft, from this or another device. What was typed here and not sent there yet wins. */
export function adoptDraft(state: DraftState, server: string): DraftState {
  if (state.synced === server || state.synced === null) return state;
  return { text: isSynced(state) ? server : state.text, synced: server };
}

/** What was kept on this device; anything else than a draft is none. */
export function keptDraft(kept: unknown): DraftState {
  if (!isObject(kept)) return emptyDraft;
  const { text, synced } = kept;
  if (typeof text !== 'string' || (typeof synced !== 'string' && synced !== null)) return emptyDraft;
  return { text, synced };
}
