import type { Lane, Offer } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import type { MessageRange } from '../feed/feed.api.js';
import type { NotificationOfUser } from '../notifications/notifications.api.js';
import type { Notice, SystemText } from './dispute-texts.rules.js';
import type { Standing } from './disputes.policy.js';

/** A chat that a step changed. */
export interface ToldChat {
  readonly chatId: string;
  /** Of its newest message that the step wrote; null: none. */
  readonly seq: number | null;
  readonly revision: number;
  /** After the step, from the writing statement. */
  readonly memberIds: readonly number[];
}

/** What is to be told once a step was committed. */
export interface Told {
  readonly chats: readonly ToldChat[];
  /** Who lost the seat of which chat. */
  readonly removed: readonly { readonly chatId: string; readonly userId: number }[];
  readonly notices: readonly NotificationOfUser[];
  /** Of the message of a new offer, or of the first one with its client id. */
  readonly offerSeq?: number | null;
}

/** The columns that a step sets, as `disputes` has them; times in ISO 8601. */
export interface StepColumns {
  readonly status: number;
  readonly lsm_id: number | null;
  readonly outcome?: string;
  readonly note?: string | null;
  readonly resolution?: number;
  readonly offer_seq?: null;
  readonly assigned_at?: string | null;
  readonly answered_at?: string | null;
  readonly answer_by: string | null;
  readonly settle_by: string | null;
  readonly told: number;
  readonly resolved_at?: string;
  readonly closed_at?: string;
}

export interface SystemMessage extends SystemText {
  readonly id: string;
}

/** A step as `step_dispute` takes it: migrations/functions/disputes.sql says what each part means. */
export interface WrittenStep {
  readonly set: StepColumns;
  readonly ended?: string;
  readonly endNote?: string | null;
  readonly readsUntil?: string;
  readonly seat?: number;
  readonly began?: 'joined' | 'handed_over';
  readonly lanes?: Readonly<Record<Lane, string>>;
  readonly newOffer?: {
    readonly id: string;
    readonly text: string;
    readonly client: string | null;
    readonly key: string | null;
    readonly offer: Offer;
  };
  readonly answer?: Partial<Pick<Offer, 'status' | 'accepted_by'>>;
  readonly message?: SystemMessage;
  readonly inLanes?: Readonly<Record<Lane, SystemMessage>>;
  readonly event?: string;
  readonly notify: readonly WrittenNotice[];
  readonly checkAt: string | null;
}

export type WrittenNotice = Omit<Notice, 'type' | 'by'> & { readonly type: number; readonly by: string | null };

const NOTIFICATION_TYPE = { dispute: 1, deadline: 2 } as const;

export const toWritten = ({ type, by, ...notice }: Notice): WrittenNotice => ({
  ...notice,
  type: NOTIFICATION_TYPE[type],
  by: by === null ? null : new Date(by).toISOString(),
});

export type OpenOutcome = 'done' | 'no_chat' | 'no_party' | 'lane' | 'running' | 'no_evidence';
export type StepOutcome = 'done' | 'moved' | 'no_dispute' | 'no_lsm' | 'repeated';

export interface Opening {
  readonly id: string;
  readonly chatId: string;
  readonly actorId: number;
  readonly reason: string;
  readonly details: string | null;
  readonly wished: string | null;
  readonly answerBy: number;
  readonly settleBy: number;
  readonly step: Pick<WrittenStep, 'message' | 'notify' | 'checkAt'> & {
    /** Said when an LSM has a seat here, which ends. */
    readonly unseated: SystemMessage;
    /** The `seq` of messages, in any order. */
    readonly evidence: readonly number[];
  };
}

/** Opens a dispute, under the chat's lock. @throws CommandError `unavailable` */
export async function openDispute(database: Database, opening: Opening, now: number) {
  const [row] = await database.realtime.query<{ outcome: OpenOutcome; told: Told | null }>(
    'select * from open_dispute($1::uuid, $2::uuid, $3::int, $4, $5, $6, $7::timestamptz, $8::timestamptz, $9::jsonb, $10::timestamptz)',
    [
      opening.id,
      opening.chatId,
      opening.actorId,
      opening.reason,
      opening.details,
      opening.wished,
      new Date(opening.answerBy),
      new Date(opening.settleBy),
      JSON.stringify(opening.step),
      new Date(now),
    ],
  );
  if (row === undefined) throw new Error('open_dispute gave no row');
  return row;
}

/** What a decision was made from: it holds only while this is still so. */
export interface Basis {
  readonly disputeId: string;
  readonly version: number;
  /** 0: the server itself. */
  readonly actorId: number;
  readonly standing: Standing;
}

/** Takes a step, under the locks of the chat and its lanes. @throws CommandError `unavailable` */
export async function stepDispute(database: Database, basis: Basis, step: WrittenStep, now: number) {
  const [row] = await database.realtime.query<{ outcome: StepOutcome; told: Told | null }>(
    'select * from step_dispute($1::uuid, $2::int, $3::int, $4, $5::jsonb, $6::timestamptz)',
    [basis.disputeId, basis.version, basis.actorId, basis.standing, JSON.stringify(step), new Date(now)],
  );
  if (row === undefined) throw new Error('step_dispute gave no row');
  return row;
}

/** When nothing but time is waited for. */
export async function lookAtDispute(
  database: Database,
  disputeId: string,
  at: number | null,
  now: number,
): Promise<void> {
  await database.realtime.query('select look_at_dispute($1::uuid, $2::timestamptz, $3::timestamptz)', [
    disputeId,
    at === null ? null : new Date(at),
    new Date(now),
  ]);
}

/** Of these messages, the first answers of LSMs to parties. The same again changes nothing. @returns whose they were */
export async function noteAnswers(database: Database, ranges: readonly MessageRange[]): Promise<string[]> {
  const rows = await database.realtime.query<{ dispute_id: string }>(
    'select * from note_answers($1::uuid[], $2::bigint[], $3::bigint[])',
    [ranges.map(({ chatId }) => chatId), ranges.map(({ from }) => from), ranges.map(({ to }) => to)],
  );
  return rows.map(({ dispute_id }) => dispute_id);
}

/** As `noteAnswers`, of everything that was said since the LSM has the case. */
export async function noteAnswersOf(database: Database, disputeId: string): Promise<void> {
  await database.realtime.query(
    `select n.* from (
       select array_agg(h.key::uuid) as chats, array_agg(1::bigint) as since, array_agg(9223372036854775807) as upto
       from disputes d cross join lateral jsonb_each_text(d.heard_from) h where d.id = $1 and d.status = 1
     ) a cross join lateral note_answers(a.chats, a.since, a.upto) n`,
    [disputeId],
  );
}
