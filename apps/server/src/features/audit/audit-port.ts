import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import type { Actor } from '../../kernel/actor.js';
import type { Audit, AuditEntry, Look } from './audit.api.js';
import { readEntries } from './audit.queries.js';
import { writeLook } from './audit.repository.js';

/** The feature as others see it: `audit.api.ts`. */
@Injectable()
export class AuditPort implements Audit {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  noteLook(actor: Actor, look: Look, target: string): Promise<void> {
    return writeLook(this.database, actor.kind === 'user' ? actor.userId : 0, look, target);
  }

  list(before: number | null, limit: number): Promise<AuditEntry[]> {
    return readEntries(this.database, before, limit);
  }
}
