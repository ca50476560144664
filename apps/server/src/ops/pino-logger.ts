import pino from 'pino';
import type { Logger } from '../kernel/logger.js';

/** @param level the least important thing that is still logged; `pretty` for people at a terminal */
export function createLogger(level: string, pretty: boolean): Logger {
  return pino({
    level,
    base: null,
    redact: ['token', '*.token', 'authorization', '*.authorization', 'password', '*.password', 'email', '*.email'],
    ...(pretty
      ? { transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' } } }
      : {}),
  });
}

/** Says nothing: for tests. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
