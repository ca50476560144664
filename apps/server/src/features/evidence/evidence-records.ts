import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { ATTACHMENTS, type Attachments, type OpenedFile } from '../attachments/attachments.api.js';
import { CHATS, type Chats, type MemberView } from '../chats/chats.api.js';
import type { DisputeFile, DisputePlace } from '../disputes/disputes.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { EVIDENCE_FORMAT } from './evidence-chain.rules.js';
import { readMembers, readReceipts, readTranscript, type TranscriptRow } from './evidence.queries.js';

/** Messages that are read together. */
const PAGE = 500;

export interface EvidenceRecord {
  readonly type:
    | 'header'
    | 'dispute'
    | 'chat'
    | 'member'
    | 'message'
    | 'receipt'
    | 'access'
    | 'read'
    | 'event'
    | 'outcome';
  readonly body: object;
}

/**
 * What goes into a file of evidence, record by record. Each chat is read as it was at one revision, page by page, so that
 * 10,000 messages neither fill the memory nor hold a transaction open.
 */
@Injectable()
export class EvidenceRecords {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(ATTACHMENTS) private readonly attachments: Attachments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async *of(userId: number, file: DisputeFile, signedBy: string): AsyncGenerator<EvidenceRecord> {
    const { dispute, standing } = file;
    yield {
      type: 'header',
      body: {
        format: EVIDENCE_FORMAT,
        dispute_id: dispute.id,
        chatId: dispute.chatId,
        made_at: new Date(this.clock.now()).toISOString(),
        made_for: { userId, as: standing === 'former' ? 'lsm' : standing },
        signed_by: signedBy,
      },
    };
    const { outcome, note, resolution, offer, lanes, ...facts } = dispute;
    yield { type: 'dispute', body: { ...facts, lanes } };
    for (const place of file.places) yield* this.#chat(userId, place, file.isLsm);
    for (const body of file.access) yield { type: 'access', body };
    for (const body of file.reads) yield { type: 'read', body };
    for (const body of file.events) yield { type: 'event', body };
    const { status, resolved_at, closed_at } = dispute;
    yield {
      type: 'outcome',
      body: {
        status,
        resolution,
        outcome,
        note,
        settlement: resolution === 'agreement' ? offer : null,
        resolved_at,
        closed_at,
      },
    };
  }

  async *#chat(userId: number, { chatId, lane }: DisputePlace, isLsm: boolean): AsyncGenerator<EvidenceRecord> {
    const member = await this.chats.requireMember(userId, chatId);
    const { lastSeq, revision } = member;
    if (isLsm) await this.messages.noteRead([{ chatId, userId, from: 1, to: lastSeq }]);
    yield { type: 'chat', body: { chatId, lane, last_seq: lastSeq, revision } };
    for (const body of await readMembers(this.database, chatId)) yield { type: 'member', body };
    const hashes = await this.#hashes(member);
    for (let above = 0; above < lastSeq; above += PAGE) {
      // A long file outlives a seat: who lost it meanwhile gets no more of it, and what came is not signed.
      if (above > 0) await this.chats.requireMember(userId, chatId);
      const rows = await readTranscript(this.database, chatId, above, Math.min(above + PAGE, lastSeq), revision);
      for (const row of rows) yield { type: 'message', body: messageBody(row, hashes, isLsm) };
    }
    for (const body of await readReceipts(this.database, chatId, lastSeq)) yield { type: 'receipt', body };
  }

  /** The SHA-256 of every file, of the bytes as they are now, by the attachment's id. */
  async #hashes({ chatId, lastSeq }: MemberView): Promise<ReadonlyMap<string, string>> {
    const hashes = new Map<string, string>();
    for (const file of await this.attachments.listFiles(chatId, lastSeq)) hashes.set(file.id, await hashOf(file));
    return hashes;
  }
}

async function hashOf(file: OpenedFile): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(file.open(), hash);
  return hash.digest('hex');
}

function messageBody(row: TranscriptRow, hashes: ReadonlyMap<string, string>, isLsm: boolean): object {
  const { versions, attachments, ...message } = row;
  return {
    ...message,
    attachments: (attachments ?? []).map((one) => ({ ...one, sha256: hashes.get(one.id) ?? null })),
    // What a message said before is for the LSM; that it was changed, and when, is for everybody.
    versions: (versions ?? []).map(({ message: said, ...when }) =>
      isLsm ? { message: said, ...when } : { withheld: true, ...when },
    ),
  };
}
