import { Module } from '@nestjs/common';
import { EvidenceKeys } from './evidence-keys.js';
import { EvidenceRecords } from './evidence-records.js';
import { EvidenceRoutes } from './evidence-routes.js';

/**
 * Owns no table: the evidence of a dispute as one file, made when somebody asks for it and never on the way of a message.
 *
 * Invariants: a file holds what its reader may read at that moment, of one revision of each chat; every byte of it is
 * under its signature (`evidence-chain.rules.ts`); who was given it is in the record of reading first, when it is an LSM.
 * Locks: none.
 */
@Module({ providers: [EvidenceKeys, EvidenceRecords, EvidenceRoutes] })
export class EvidenceModule {}
