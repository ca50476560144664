import { sqlState } from './database-errors.js';

/** The database is not as the server needs it. The message is the operator's: what is wrong, and how to mend it. */
export class DatabaseStartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseStartError';
  }
}

const NO_RIGHT = '42501';
const NO_SCHEMA = '3F000';

/** Whom the server is in PostgreSQL, and where. */
export const WHO_AND_WHERE = 'select current_user as role, current_database() as database';
export interface WhoAndWhere {
  readonly role: string;
  readonly database: string;
}

/** What to do when the server's role may not make its tables; null: the failure is another one. */
export function adviceOnRights(error: unknown, { role, database }: WhoAndWhere): string | null {
  const [name, owner] = [quoted(database), quoted(role)];
  switch (sqlState(error)) {
    case NO_RIGHT:
      return (
        `The role ${role} may not make what the server needs. Give it the database: alter database ${name} owner to ${owner}; ` +
        `or, in that database: grant create on database ${name} to ${owner}; grant usage, create on schema public to ${owner}.`
      );
    case NO_SCHEMA:
      return `The search_path of the role ${role} names no schema that is there: create schema ${owner} authorization ${owner}, or take search_path back.`;
    default:
      return null;
  }
}

const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
