import { adminEn } from './admin-en.js';
import { en } from './en.js';
import { textHook } from './text-hook.js';

const all = { ...en, ...adminEn } as const;

export type AdminTexts = typeof all;

/** As `useText`, with the texts of the administrators' pages. */
export const useAdminText = textHook(all);
