import { createStore } from '@stm-chat/client';

const KEY = 'stm-chat:sounds';

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    // Storage is blocked: quiet.
    return false;
  }
}

const store = createStore(stored());

/** Whether messages make a sound on this device: off until somebody asks for it. The same in all tabs. */
export const sounds = { get: store.get, subscribe: store.subscribe };

/** Switches sounds on or off, now and for the next visits. */
export function setSounds(on: boolean): void {
  store.set(on);
  try {
    if (on) localStorage.setItem(KEY, 'on');
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

window.addEventListener('storage', (event) => {
  if (event.key === KEY) store.set(event.newValue === 'on');
});
