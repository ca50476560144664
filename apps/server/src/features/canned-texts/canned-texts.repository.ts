import type { Database } from '../../database/database.js';

export interface NewText {
  readonly id: string;
  readonly userId: number;
  readonly ofRegion: boolean;
  readonly title: string;
  readonly text: string;
}

export type PutOutcome = 'done' | 'no_lsm' | 'no_region' | 'not_found' | 'full';

/** @param most texts of one LSM, and of one region */
export async function putText(database: Database, text: NewText, most: number, now: number): Promise<PutOutcome> {
  const [row] = await database.realtime.query<{ outcome: PutOutcome }>(
    'select put_canned_text($1::uuid, $2::int, $3::boolean, $4, $5, $6::int, $7::timestamptz) as outcome',
    [text.id, text.userId, text.ofRegion, text.title, text.text, most, new Date(now)],
  );
  if (row === undefined) throw new Error('put_canned_text gave no row');
  return row.outcome;
}

export async function removeText(database: Database, textId: string): Promise<void> {
  await database.realtime.query('delete from canned_texts where id = $1', [textId]);
}
