import pino from 'pino';
import type { Logger } from '../kernel/logger.js';
import { currentTrace } from '../kernel/tracing.js';

/** Where PostgreSQL quotes the row and the statement that it refused: what people wrote to each other. */
const QUOTED = ['detail', 'where', 'internalQuery'] as const;

/**
 * @param level the least important thing that is still logged
 * @param pretty for people at a terminal
 * @param destination instead of the standard output, for tests
 */
export function createLogger(level: string, pretty: boolean, destination?: pino.DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      mixin: () => {
        const trace = currentTrace();
        return trace === null ? {} : { trace_id: trace.id };
      },
      redact: ['token', '*.token', 'authorization', '*.authorization', 'password', '*.password', 'email', '*.email'],
      serializers: { err: withoutQuotes },
      ...(pretty
        ? { transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' } } }
        : {}),
    },
    destination,
  );
}

function withoutQuotes(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const error = pino.stdSerializers.err(thrown);
  for (const part of [error, ...(error.aggregateErrors ?? [])]) for (const name of QUOTED) delete part[name];
  return error;
}

/** Says nothing: for tests. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
