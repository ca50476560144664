import { ConfigError } from './config/read-config.js';
import { DatabaseStartError } from './database/start-error.js';
import { WorkerStartError } from './workers/primary.js';

/** What their messages say is all that the operator needs. */
const FORESEEN = [ConfigError, DatabaseStartError, WorkerStartError];
/** Of a folder or file that this account may not use as it is to. */
const FOLDER_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EDQUOT', 'EEXIST', 'ENOTSUP']);

/** Why a process could not start, in the words of who started it: no stack, unless LOG_LEVEL=debug asks for it. */
export function startFailure(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!(error instanceof Error)) return `❌ The start failed: ${String(error)}`;
  const stack = env['LOG_LEVEL'] === 'debug' && error.stack !== undefined ? `\n${error.stack}` : '';
  if (FORESEEN.some((kind) => error instanceof kind)) return `${error.message}${stack}`;
  const { code, path } = error as NodeJS.ErrnoException;
  if (path !== undefined && FOLDER_CODES.has(code ?? ''))
    return `❌ DATA_DIR: has to be a folder in which this account may write: ${error.message}${stack}`;
  const where = stack === '' ? ' (LOG_LEVEL=debug shows where)' : stack;
  return `❌ The start failed: ${error.message}${where}`;
}
