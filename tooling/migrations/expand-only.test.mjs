import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inRoot, listFiles } from '../repository.mjs';
import { contractionsOf } from './expand-only.mjs';

const steps = listFiles('apps/server/migrations').filter((file) => /\/\d{4}_\w+\.sql$/.test(file));

/** Functions whose successor takes the same calls: their new parameters have defaults. */
const SUCCEEDED = {
  '0060_disputes.sql': 'drop function if exists append_system_message',
  '0091_more_of_messages.sql': 'drop function if exists edit_message',
  '0172_parties_of_disputes.sql': 'drop function if exists add_chat_member',
  '0230_numbered_ids.sql': 'drop function if exists append_',
};

describe('[DB8] the previous build serves beside this one', () => {
  test.each(steps.map((file) => [basename(file), file]))('%s only adds', (name, file) => {
    const accepted = Object.entries(SUCCEEDED).find(([step]) => step === name)?.[1];
    const found = contractionsOf(readFileSync(inRoot(file), 'utf8'));
    expect(found.filter((line) => accepted === undefined || !line.includes(accepted))).toEqual([]);
  });

  test.each([
    ['alter table chats drop column subject', 'drops a column'],
    ['alter table chats rename column subject to title', 'renames'],
    ['alter table chats rename to rooms', 'renames'],
    ['alter table chats alter column subject type varchar(9)', 'changes the type'],
    ['alter table chats alter column subject set not null', 'wants a value'],
    ['alter table chats add column colour text not null', 'leaves empty'],
    ['-- a comment\ndrop table chats', 'drops'],
    ['select 1; drop view chat_list;', 'drops'],
  ])('%s is refused', (statement, why) => expect(contractionsOf(statement).join()).toContain(why));

  test.each([
    'alter table chats add column colour text',
    "alter table chats add column colour text not null default 'none'",
    'alter table chats alter column subject drop not null',
    'create table drops (id int not null)',
    'create function f() returns void language sql as $$ drop table chats $$',
    "insert into notes values ('drop table chats; rename to')",
    '-- contract: nobody reads it since 0100\nalter table chats drop column subject',
  ])('%s is not', (statement) => expect(contractionsOf(statement)).toEqual([]));
});
