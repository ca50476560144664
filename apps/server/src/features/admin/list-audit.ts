import { Inject } from '@nestjs/common';
import { listAudit, type InputOf } from '@stm-chat/protocol/schemas';
import { invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUDIT, type Audit } from '../audit/audit.api.js';
import { AUTH, type Auth } from '../auth/auth.api.js';

function entryNumber(cursor: string): number {
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw invalid('cursor', 'is not one that an earlier page gave');
  return Number(cursor);
}

/** `GET /api/admin/audit` */
@Handles(listAudit)
export class ListAudit implements CommandHandler<typeof listAudit> {
  constructor(
    @Inject(AUDIT) private readonly audit: Audit,
    @Inject(AUTH) private readonly auth: Auth,
  ) {}

  async handle(
    { cursor, limit }: InputOf<typeof listAudit>,
    _context: Context<typeof listAudit>,
  ): Promise<Outcome<typeof listAudit>> {
    const found = await this.audit.list(cursor === undefined ? null : entryNumber(cursor), limit + 1);
    const entries = found.slice(0, limit);
    const people = await this.auth.findUsers([...new Set(entries.map(({ actor }) => actor))].filter((id) => id > 0));
    const last = entries.at(-1);
    return {
      output: {
        entries: entries.map(({ at, details, ...entry }) => ({
          ...entry,
          at: at.toISOString(),
          actor_name: people.get(entry.actor)?.name ?? '',
          details: { ...details },
        })),
        next: found.length > entries.length && last !== undefined ? String(last.id) : null,
      },
    };
  }
}
