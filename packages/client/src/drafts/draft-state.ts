/** The text on this device, and the one that the server is known to have; where they differ, this device is ahead. */
export interface DraftState {
  readonly text: string;
  readonly synced: string;
}

export const emptyDraft: DraftState = { text: '', synced: '' };

export function isSynced({ text, synced }: DraftState): boolean {
  return text === synced;
}

/** The server's draft, from this or another device. What was typed here and not sent there yet wins. */
export function adoptDraft(state: DraftState, server: string): DraftState {
  if (server === state.text) return isSynced(state) ? state : { text: server, synced: server };
  return isSynced(state) ? { text: server, synced: server } : state;
}
