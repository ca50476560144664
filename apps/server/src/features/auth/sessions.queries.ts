import type { Database } from '../../database/database.js';
import type { SessionRecord } from './auth.api.js';

export function readSessions(database: Database, userId: number): Promise<SessionRecord[]> {
  return database.pooled.query<SessionRecord>(
    `select id, user_agent as "userAgent", created_at as "createdAt", expires_at as "expiresAt",
       coalesce(revoked_at, case when expires_at < now() then expires_at end) as "endedAt"
     from sessions where user_id = $1 order by created_at desc, id limit 100`,
    [userId],
  );
}
