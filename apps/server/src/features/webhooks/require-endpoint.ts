import type { Database } from '../../database/database.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { ENVIRONMENT_ID, findEndpoint, type ListedEndpointRow } from './webhooks.queries.js';

/** @throws CommandError `not_found` */
export async function requireEndpoint(database: Database, id: string): Promise<ListedEndpointRow> {
  const row = await findEndpoint(database, id);
  if (row === undefined) throw notFound('webhook');
  return row;
}

/**
 * What the environment names is changed there: a page must not be able to send what messages say to another address.
 * @throws CommandError `forbidden`
 */
export function requireOwn({ id }: { readonly id: string }): void {
  if (id === ENVIRONMENT_ID) {
    throw new CommandError('forbidden', 'This endpoint is the one of WEBHOOK_URL: change it in the environment.');
  }
}
