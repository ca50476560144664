import { expect, it } from 'vitest';
import { adviceOnRights } from './start-error.js';

const refused = (code: string) => Object.assign(new Error('permission denied'), { code });

it('[OP30] names the role and the database in what is to be done, quoted where they have to be', () => {
  expect(adviceOnRights(refused('42501'), { role: 'chat', database: 'chat' })).toContain(
    'alter database chat owner to chat;',
  );
  expect(adviceOnRights(refused('42501'), { role: 'Chat-App', database: 'my "chat"' })).toContain(
    'grant create on database "my ""chat""" to "Chat-App";',
  );
  expect(adviceOnRights(refused('3F000'), { role: 'chat', database: 'chat' })).toContain(
    'create schema chat authorization chat',
  );
});

it('gives no advice on other failures', () => {
  expect(adviceOnRights(refused('42P01'), { role: 'chat', database: 'chat' })).toBeNull();
  expect(adviceOnRights(new Error('lost'), { role: 'chat', database: 'chat' })).toBeNull();
});
