import type { Logger } from '../kernel/logger.js';
import type { CommandObserver, CommandReport } from '../kernel/observer.js';

/** Logs what went wrong on our side; refusals are the caller's business and are only counted. */
export class CommandLog implements CommandObserver {
  constructor(private readonly logger: Logger) {}

  commandRan({ command, door, code, seconds, userId, cause }: CommandReport): void {
    const fields = { command, door, code, ms: Math.round(seconds * 1000), userId };
    if (code === 'internal') this.logger.error({ ...fields, err: cause }, 'a command failed');
    else if (code === 'unavailable') this.logger.warn({ ...fields, err: rootOf(cause) }, 'a command could not be carried out');
    else this.logger.debug(fields, 'command');
  }
}

/** The error that a refusal hides from the caller. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
