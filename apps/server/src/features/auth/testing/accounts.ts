import type { Account, Role, Session } from '@stm-chat/protocol';
import type { TestServer } from '../../../testing/test-server.js';
import { AUTH, type Auth } from '../auth.api.js';

export interface TestAccount extends Account {
  readonly email: string;
  readonly password: string;
}

let accounts = 0;

/** An account of the server's own. */
export async function addAccount(server: TestServer, role: Role = 'customer'): Promise<TestAccount> {
  const number = ++accounts;
  const email = `person-${number}@example.com`;
  const password = `a-password-${number}`;
  const account = { email, password, name: `Person ${number}`, role, region: null };
  return { ...(await server.app.get<Auth>(AUTH).addAccount(account)), email, password };
}

export async function login(
  server: TestServer,
  { email, password }: TestAccount,
): Promise<Session & { refresh_token: string }> {
  const answer = await server.rest(null, 'POST', '/api/auth/login', { email, password });
  if (answer.status !== 200) throw new Error(`The login was refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
