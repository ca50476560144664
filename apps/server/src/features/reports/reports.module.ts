import { Module } from '@nestjs/common';
import { DecideReport } from './decide-report.js';
import { GetReport } from './get-report.js';
import { ListReports } from './list-reports.js';
import { ReportMessage } from './report-message.js';

/**
 * Owns `reports`: messages that somebody reported, with what stood around them at that moment. It is the one way in which
 * an admin sees what was written in a chat, and each look is a row of `audit`.
 *
 * Invariants: a user reports a message once; a decision is final, and is one about all open reports of that message; what
 * is decided is done, and both sides are told of it, in the transaction that records it.
 * Locks: the reports of the message that is decided about, then its chat or its sender.
 */
@Module({ providers: [ReportMessage, ListReports, GetReport, DecideReport] })
export class ReportsModule {}
