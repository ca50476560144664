import { createStore, type WritableStore } from '@stm-chat/client';

/**
 * Something that is on or off on this device, the same in all tabs. `fallback` is what counts until somebody chooses, and
 * where storage is blocked; then the choice lasts as long as the page.
 */
export function deviceSetting(name: string, fallback: boolean): WritableStore<boolean> {
  const key = `stm-chat:${name}`;
  const read = (stored: string | null) => (stored === null ? fallback : stored === 'on');
  const store = createStore(read(stored(key)));
  window.addEventListener('storage', (event) => {
    if (event.key === key) store.set(read(event.newValue));
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    set(on) {
      store.set(on);
      try {
        localStorage.setItem(key, on ? 'on' : 'off');
      } catch {
        // Storage is blocked.
      }
    },
  };
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
