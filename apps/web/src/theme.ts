import { createStore } from '@stm-chat/client';

/** `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark';

/** Also read by `public/theme.js`. */
const KEY = 'stm-chat:theme';

function stored(): Theme {
  const shown = document.documentElement.dataset['theme'];
  return shown === 'light' || shown === 'dark' ? shown : 'system';
}

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

const store = createStore<Theme>(stored());

/** The chosen colour scheme, the same in all tabs. */
export const themes = { get: store.get, subscribe: store.subscribe };

/** Chooses a scheme, now and for the next visits. */
export function setTheme(theme: Theme): void {
  show(theme);
  store.set(theme);
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

window.addEventListener('storage', (event) => {
  if (event.key !== KEY) return;
  const theme = event.newValue === 'light' || event.newValue === 'dark' ? event.newValue : 'system';
  show(theme);
  store.set(theme);
});
