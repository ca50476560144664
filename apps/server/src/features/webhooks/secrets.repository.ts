import type { Selectable } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WebhookEndpointsTable } from '../../database/tables/webhook-tables.js';
import { ENVIRONMENT_ID } from './webhooks.queries.js';

export type SecretsRow = Pick<
  Selectable<WebhookEndpointsTable>,
  'id' | 'secret' | 'previous_secret' | 'secret_sealed' | 'previous_sealed'
>;

const READ = `
  select id, secret, previous_secret, secret_sealed, previous_sealed from webhook_endpoints where id <> $1::uuid`;

/** Of every endpoint but the one of the environment. */
export function readSecrets(database: Database): Promise<SecretsRow[]> {
  return database.realtime.query<SecretsRow>(READ, [ENVIRONMENT_ID]);
}

// A secret that was changed meanwhile, or that another server has sealed, stays as it is.
const PUT = `
  update webhook_endpoints set secret = null, previous_secret = null, secret_sealed = $2::bytea, previous_sealed = $3::bytea
  where id = $1::uuid and secret is not distinct from $4 and secret_sealed is not distinct from $5::bytea
    and previous_sealed is not distinct from $6::bytea`;

/** Writes sealed secrets in the place of what was read. */
export async function putSealedSecrets(
  database: Database,
  read: SecretsRow,
  sealed: { readonly present: Buffer; readonly former: Buffer | null },
): Promise<void> {
  const values = [read.id, sealed.present, sealed.former, read.secret, read.secret_sealed, read.previous_sealed];
  await database.realtime.query(PUT, values);
}
