import { Client } from 'pg';

/** A connection that takes its time: what the role or the database limits is for requests. */
export async function backupClient(url: string, purpose: 'backup' | 'restore'): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: `stm-chat ${purpose}`, keepAlive: true });
  // Without a listener a connection that breaks would end the process; the statement under way fails anyway.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    'set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set client_encoding = UTF8',
  );
  return client;
}
