import { Module } from '@nestjs/common';
import { AddUser } from './add-user.js';
import { DeleteUser } from './delete-user.js';
import { EndSession } from './end-session.js';
import { ListAudit } from './list-audit.js';
import { ListConnections } from './list-connections.js';
import { ListJobs } from './list-jobs.js';
import { ListSessions } from './list-sessions.js';
import { ListUsers } from './list-users.js';
import { PutUser } from './put-user.js';

/**
 * What administrators and the host platform (by its `SERVICE_TOKEN`) do to users, their sessions and background work, and
 * what they see of connections and of the audit. Owns nothing: users are auth's and jobs are those of the jobs feature,
 * which write them and the row of `audit` in one statement. What they do to chats is in the chats feature.
 */
@Module({
  providers: [ListUsers, AddUser, PutUser, DeleteUser, ListSessions, EndSession, ListConnections, ListJobs, ListAudit],
})
export class AdminModule {}
