'use client';
import { late } from './late.js';
import { loadPopover } from './load-kit.js';

/** A small panel beside what it belongs to; open as long as it is rendered. Escape, leaving it, or a press elsewhere close. */
export const Popover = late(loadPopover);
