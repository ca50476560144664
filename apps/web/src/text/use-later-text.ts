import { en } from './en.js';
import { laterEn } from './later-en.js';
import { textHook } from './text-hook.js';

const all = { ...en, ...laterEn } as const;

export type LaterTexts = typeof all;

/** As `useText`, with the texts of what is loaded after the page. */
export const useLaterText = textHook(all);
