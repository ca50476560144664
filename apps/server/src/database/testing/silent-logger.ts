import type { Logger } from '../../kernel/logger.js';

/** For tests that look at behaviour and not at the log. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
