import type { Generated } from 'kysely';
import type { Nullable } from './column-types.js';

// What search finds by.

export interface SearchMessagesTable {
  chat_id: string;
  seq: number;
  revision: number;
  at: Date;
  has: Generated<number>;
  keys: number[];
  /** A tsvector, as PostgreSQL writes it. */
  words: string;
}

export interface SearchUsersTable {
  user_id: number;
  first_day: number;
  last_day: number;
}

export interface SearchWordsTable {
  word: string;
}

export interface SearchPeopleTable {
  user_id: number;
  name: string;
}

export interface SearchContactsTable {
  user_id: number;
  other_id: number;
  name: string;
  at: Date;
  whose: Generated<number[]>;
}

export interface SearchMeetingsTable {
  user_id: number;
  other_id: number;
  chat_id: string;
}

export interface SearchChatsTable {
  chat_id: string;
  name: string;
  users: Generated<number[]>;
  at: Generated<Date>;
}

export interface SearchProgressTable {
  only_row: Generated<boolean>;
  version: Generated<number>;
  after_chat: Nullable<string>;
  done: Generated<boolean>;
  met_after: Nullable<string>;
  met: Generated<boolean>;
}
