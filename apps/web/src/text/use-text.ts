import { en } from './en.js';
import { textHook } from './text-hook.js';

/** The texts of the pages in the language that is shown. */
export const useText = textHook(en);
