import { deviceSetting } from '../device-setting.js';

/** Single keys can be switched off: who speaks to a computer, or misses keys, would press them by mistake. */
export const shortcutsOn = deviceSetting('shortcuts', true);

/** Whether Enter sends; else it begins a line, and Ctrl+Enter sends. */
export const enterSends = deviceSetting('enter-sends', true);
