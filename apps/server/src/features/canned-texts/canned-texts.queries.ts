import type { CannedTextEntry } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

interface TextRow {
  readonly id: string;
  readonly owner_id: number | null;
  readonly title: string;
  readonly text: string;
  readonly changed_at: Date;
  readonly changed_by: string;
}

/** What the LSM $1 sees; a null row says that there is none, `is_lsm` whether it is one. */
const MINE = `
  select u.id is not null as is_lsm, t.id, t.owner_id, t.title, t.text, t.changed_at, w.name as changed_by
  from (select 1) as one
  left join users u on u.id = $1 and u.role = 'lsm' and u.disabled_at is null and u.erased_at is null
  left join canned_texts t on (t.owner_id = u.id or t.region = lower(u.region)) and ($2::uuid is null or t.id = $2)
  left join users w on w.id = t.changed_by
  order by lower(t.title), t.id`;

/** The texts of an LSM and of its region, by title; null for who is no LSM. @param textId only this one */
export async function readTexts(
  database: Database,
  userId: number,
  textId?: string,
): Promise<CannedTextEntry[] | null> {
  const rows = await database.realtime.query<(TextRow | { readonly id: null }) & { readonly is_lsm: boolean }>(MINE, [
    userId,
    textId ?? null,
  ]);
  if (rows[0]?.is_lsm !== true) return null;
  return rows.flatMap((row) => (row.id === null ? [] : [toText(row)]));
}

function toText({ id, owner_id, title, text, changed_at, changed_by }: TextRow): CannedTextEntry {
  const scope = owner_id === null ? 'region' : 'mine';
  return { id, scope, title, text, changed_at: changed_at.toISOString(), changed_by };
}
