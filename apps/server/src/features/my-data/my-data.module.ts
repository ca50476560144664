import { Module } from '@nestjs/common';
import { ExportRoute } from './export-route.js';
import { MyData } from './my-data.js';

/**
 * What this server knows of a person, as one file for that person. Owns nothing.
 *
 * Invariants: nothing is in it that its reader could not read at that moment: every chat goes through `requireMember`,
 * lanes included, and what an LSM is given is written down first. Nobody else gets it, no administrator either.
 */
@Module({ providers: [MyData, ExportRoute] })
export class MyDataModule {}
