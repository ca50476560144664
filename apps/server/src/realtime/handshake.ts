import { CommandError } from '../kernel/errors.js';
import type { Authenticator, UserActor } from '../kernel/actor.js';
import type { ChatSocket } from './chat-socket.js';

interface ConnectError extends Error {
  data: { code: string; message: string };
}

/** Who connects. */
export class Handshakes {
  /** Connections whose token is being checked. */
  readonly #underWay = new WeakSet<object>();

  constructor(private readonly authenticator: Authenticator) {}

  /**
   * A bad token is a `connect_error` with its code, after which stock clients stay away; anything that is not the
   * token's fault closes the transport, after which they come back by themselves.
   * @returns the actor, or null when the transport was closed
   * @throws ConnectError for the namespace middleware
   */
  async shake(socket: ChatSocket): Promise<UserActor | null> {
    const client: object = socket.client;
    // A second CONNECT beside the first would make one connection two users, of whom one is never heard.
    if (this.#underWay.has(client)) return leave(socket);
    this.#underWay.add(client);
    try {
      const actor = await this.authenticator.authenticate(tokenOf(socket));
      if (actor.kind === 'user') return actor;
      throw new CommandError('unauthorized', 'Only a user may open a connection.');
    } catch (error) {
      if (error instanceof CommandError && (error.code === 'unauthorized' || error.code === 'token_expired')) {
        throw connectError(error);
      }
      return leave(socket);
    } finally {
      this.#underWay.delete(client);
    }
  }
}

function leave(socket: ChatSocket): null {
  socket.conn.close();
  return null;
}

function tokenOf(socket: ChatSocket): string {
  const { auth, headers, query } = socket.handshake;
  if ('token' in query || 'access_token' in query) {
    throw new CommandError(
      'unauthorized',
      'A token belongs into `auth`, never into the address: addresses are logged.',
    );
  }
  const token: unknown = auth['token'];
  if (typeof token === 'string' && token !== '') return token.replace(/^Bearer /i, '');
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  throw new CommandError('unauthorized', 'auth.token: is missing');
}

function connectError(error: CommandError): ConnectError {
  return Object.assign(new Error(error.message), { data: { code: error.code, message: error.message } });
}
