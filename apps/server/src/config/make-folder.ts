import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it, as far as they are missing. Node's own way (`recursive`) never ends where a file
 * system says of a new folder that the one above it is missing, though it is there: /proc does.
 * @throws the system's error with its `code` and `path`; `ENOTSUP` from a file system that makes no folders
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const above = path.dirname(path.resolve(folder));
  if (!existsSync(above)) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || !existsSync(above)) throw error;
    throw Object.assign(new Error(`ENOTSUP: folders cannot be made here, mkdir '${folder}'`, { cause: error }), {
      code: 'ENOTSUP',
      path: folder,
    });
  }
}
