/** For so long no other tab tells of the same thing. */
const CLAIM_MS = 3000;
/** Tabs that nobody looks at let the one go first that somebody does. */
const BEHIND_MS = 150;

/**
 * Runs `tell` in one of all tabs: in the one that somebody looks at, if there is one. `attended` tabs that show the thing
 * itself claim it too, and have nothing to tell.
 */
export async function claim(name: string, attended: boolean, tell: () => void): Promise<void> {
  if (!attended) await new Promise((resolve) => setTimeout(resolve, BEHIND_MS));
  // Locks are there on secure pages only; elsewhere each tab is on its own.
  if (!('locks' in navigator)) return tell();
  await navigator.locks.request(`stm-chat:told:${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    tell();
    await new Promise((resolve) => setTimeout(resolve, CLAIM_MS));
  });
}
