import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import type { Audit, AuditEntry } from './audit.api.js';
import { readEntries } from './audit.queries.js';

/** The feature as others see it: `audit.api.ts`. */
@Injectable()
export class AuditPort implements Audit {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  list(before: number | null, limit: number): Promise<AuditEntry[]> {
    return readEntries(this.database, before, limit);
  }
}
