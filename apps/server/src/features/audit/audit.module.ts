import { Global, Module } from '@nestjs/common';
import { AUDIT } from './audit.api.js';
import { AuditPort } from './audit-port.js';
import { AuditSealer } from './audit-sealer.js';

/**
 * Owns `audit_seals`, and that `audit` is only added to: each feature that does what is audited writes its row in the
 * statement that does it.
 *
 * Invariants: a seal is over every row since the one before and over that one's hash, so that an old row that was changed,
 * added or removed shows (`stm-chat verify-audit`). Locks: `next_seal` shuts writers of the audit out for one statement.
 */
@Global()
@Module({ providers: [AuditSealer, { provide: AUDIT, useClass: AuditPort }], exports: [AUDIT] })
export class AuditModule {}
