import type { TestServer, TestUser } from '../../../testing/test-server.js';

let regions = 0;

export interface DisputeCase {
  readonly customer: { readonly user: TestUser; readonly region: string };
  readonly provider: TestUser;
  /** Of the customer's region. */
  readonly lsm: TestUser;
  readonly region: string;
  readonly chatId: string;
  /** Opens the dispute, by the customer. */
  open(reason?: string): Promise<DisputeCase & { readonly disputeId: string }>;
}

/** A customer and a provider in a chat in which something was said, and an LSM of a region of their own. */
export async function disputeCase(server: TestServer): Promise<DisputeCase> {
  const region = `region-${++regions}`;
  const [user, provider, lsm] = await Promise.all([
    server.user('customer', { region }),
    server.user('provider'),
    server.user('lsm', { region }),
  ]);
  const chatId = await server.chat(user, provider);
  await server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'Hello' });
  const made = { customer: { user, region }, provider, lsm, region, chatId };
  const opened: DisputeCase = {
    ...made,
    async open(reason = 'Not finished') {
      const { status, body } = await server.rest(user.token, 'POST', `/api/chat/${chatId}/disputes`, { reason });
      if (status !== 201) throw new Error(`The dispute was refused: ${JSON.stringify(body)}`);
      return { ...opened, disputeId: body.id };
    },
  };
  return opened;
}
