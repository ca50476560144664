import { clockJump } from './clock-jump.js';
import { fewFiles } from './few-files.js';
import { fullDisk } from './full-disk.js';
import type { Hardship } from './hardship.js';
import { olderBackup } from './older-backup.js';

export const HARDSHIPS: readonly Hardship[] = [clockJump, fewFiles, fullDisk, olderBackup];
