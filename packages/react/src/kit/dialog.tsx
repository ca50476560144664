'use client';
import { late } from './late.js';
import { loadDialog } from './load-kit.js';

/**
 * A dialog over the page, in the top layer; open as long as it is rendered. It keeps the focus and gives it back. Escape,
 * the cross and a press beside it ask the owner to close it.
 */
export const Dialog = late(loadDialog);
