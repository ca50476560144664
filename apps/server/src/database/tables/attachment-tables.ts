import type { ColumnType, Generated } from 'kysely';
import type { Now, Nullable } from './column-types.js';

// Uploaded files.

export interface AttachmentsTable {
  id: string;
  chat_id: string;
  owner_id: number;
  state: ColumnType<0 | 1 | 2 | 3 | 4, 0 | 1 | 2 | 3 | 4 | undefined, 0 | 1 | 2 | 3 | 4>;
  kind: Nullable<0 | 1 | 2>;
  name: string;
  claimed_type: string;
  type: Nullable<string>;
  length: number;
  received: Generated<number>;
  parts: Generated<string[]>;
  remade: Generated<boolean>;
  size: Nullable<number>;
  width: Nullable<number>;
  height: Nullable<number>;
  duration_ms: Nullable<number>;
  peaks: Nullable<number[]>;
  placeholder: Nullable<string>;
  thumbnail: Generated<boolean>;
  scanned_at: Nullable<Date>;
  refusal: Nullable<string>;
  message_seq: Nullable<number>;
  created_at: Now;
  touched_at: Now;
  emptied_at: Nullable<Date>;
  blob_id: Nullable<string>;
}
