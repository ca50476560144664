import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { DisputeStatusCode, StatusCode } from '../codes.js';
import type { Nullable } from './column-types.js';

// Disputes, their cases, and what LSMs have read.

export interface DisputesTable {
  id: string;
  chat_id: string;
  status: ColumnType<DisputeStatusCode, DisputeStatusCode | undefined, DisputeStatusCode>;
  version: Generated<number>;
  region: Nullable<string>;
  reason: string;
  details: Nullable<string>;
  wished_outcome: Nullable<string>;
  evidence: Generated<number[]>;
  opened_by: number;
  opened_role: 1 | 2;
  opened_seq: number;
  former_status: StatusCode;
  lsm_id: Nullable<number>;
  heard_from: JSONColumnType<object | null, string | null | undefined, string | null>;
  outcome: Nullable<string>;
  note: Nullable<string>;
  /** 0 agreement, 1 decision. */
  resolution: Nullable<0 | 1>;
  offer_seq: Nullable<number>;
  opened_at: Date;
  assigned_at: Nullable<Date>;
  answered_at: Nullable<Date>;
  answer_by: Nullable<Date>;
  settle_by: Nullable<Date>;
  told: Generated<number>;
  resolved_at: Nullable<Date>;
  closed_at: Nullable<Date>;
  closed_seq: Nullable<number>;
  closed_revision: Nullable<number>;
}

export interface DisputeAssignmentsTable {
  id: GeneratedAlways<number>;
  dispute_id: string;
  lsm_id: number;
  began: string;
  began_at: Date;
  ended: Nullable<string>;
  ended_at: Nullable<Date>;
  note: Nullable<string>;
}

export interface DisputeLanesTable {
  chat_id: string;
  dispute_id: string;
  lane: 'customer' | 'provider' | 'staff';
  /** False: the party that it was with has been replaced. */
  current: Generated<boolean>;
}

export interface DisputePositionTable {
  only_row: Generated<boolean>;
  position: Generated<number>;
}

export interface DisputeEventsTable {
  position: number;
  event_id: Generated<string>;
  type: string;
  at: Date;
  dispute_id: string;
  facts: JSONColumnType<object, string, never>;
}

export interface LsmReadsTable {
  chat_id: string;
  user_id: number;
  hour: Date;
  from_seq: number;
  to_seq: number;
}

export interface CannedTextsTable {
  id: string;
  owner_id: Nullable<number>;
  region: Nullable<string>;
  title: string;
  text: string;
  changed_by: number;
  changed_at: Date;
}
