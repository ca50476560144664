import { Inject } from '@nestjs/common';
import { listConnections, type InputOf } from '@stm-chat/protocol/schemas';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';

const MOST = 200;

/** `GET /api/admin/connections`: of the server that answers; the whole cluster is asked by nobody. */
@Handles(listConnections)
export class ListConnections implements CommandHandler<typeof listConnections> {
  constructor(
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(AUTH) private readonly auth: Auth,
  ) {}

  async handle(
    _input: InputOf<typeof listConnections>,
    _context: Context<typeof listConnections>,
  ): Promise<Outcome<typeof listConnections>> {
    const { users, connections, latest } = this.connections.live(MOST);
    const people = await this.auth.findUsers([...new Set(latest.map(({ userId }) => userId))]);
    return {
      output: {
        users,
        connections,
        live: latest.map(({ userId, transport, since, joined, userAgent }) => ({
          userId,
          name: people.get(userId)?.name ?? '',
          role: people.get(userId)?.role ?? null,
          transport,
          since: since.toISOString(),
          joined,
          user_agent: userAgent,
        })),
      },
    };
  }
}
