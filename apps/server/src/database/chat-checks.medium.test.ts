import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const sound = {
  status: 0,
  customer_id: 1,
  provider_id: 2,
  lsm_id: null as number | null,
  parent_id: null as string | null,
  lane: null as string | null,
};
type Chat = typeof sound;

async function create(chat: Partial<Chat> = {}): Promise<string> {
  const values = { ...sound, ...chat };
  const { rows } = await sql<{ id: string }>`
    insert into chats (id, status, customer_id, provider_id, lsm_id, parent_id, lane, created_by)
    values (gen_random_uuid(), ${values.status}, ${values.customer_id}, ${values.provider_id}, ${values.lsm_id},
            ${values.parent_id}, ${values.lane}, 0) returning id`.execute(test.database.pooled);
  return rows[0]?.id ?? '';
}

const UNSOUND: readonly (readonly [string, Partial<Chat>])[] = [
  ['another status', { status: 3 }],
  ['one person as both parties', { provider_id: 1 }],
  ['a customer who is its LSM', { lsm_id: 1 }],
  ['a provider who is its LSM', { lsm_id: 2 }],
  ['a lane without a parent', { lane: 'customer' }],
];

describe('no chat has', () => {
  it.each(UNSOUND)('%s', async (_what, wrong) => {
    await expect(create(wrong)).rejects.toMatchObject({ code: '23514', constraint: 'chats_check' });
    const id = await create();
    const [[column, value]] = Object.entries(wrong) as [[keyof Chat, number | string]];
    const changed = sql`update chats set ${sql.ref(column)} = ${value} where id = ${id}`.execute(test.database.pooled);
    await expect(changed).rejects.toMatchObject({ code: '23514' });
  });

  it('a parent without a lane, or a lane of another name', async () => {
    const parent = await create();
    await expect(create({ parent_id: parent })).rejects.toMatchObject({ code: '23514' });
    await expect(create({ parent_id: parent, lane: 'both' })).rejects.toMatchObject({ code: '23514' });
    expect(await create({ parent_id: parent, lane: 'staff' })).toMatch(/-/);
  });
});
