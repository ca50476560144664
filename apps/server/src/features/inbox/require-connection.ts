import type { Connection } from '../../kernel/connection.js';
import type { Context } from '../../kernel/handler.js';

/** The socket that a command came over. @throws Error when its contract offers it over REST: a mistake of ours */
export function requireConnection({ connection }: Pick<Context, 'connection'>): Connection {
  if (connection === null) throw new Error('This command needs a socket; its contract must not have a route.');
  return connection;
}
