import { Global, Module } from '@nestjs/common';
import { PREFS } from './prefs.api.js';
import { PrefsPort } from './prefs-port.js';

/**
 * Owns `chat_prefs`: what is one member's alone about a chat (muted, pinned, archived, marked as unread, a draft). The
 * command is in the inbox, whose summary it answers with.
 *
 * Invariants: only a member changes them; they move no `revision`; nobody else is told.
 * Locks: the one row, for one statement.
 */
@Global()
@Module({ providers: [{ provide: PREFS, useClass: PrefsPort }], exports: [PREFS] })
export class PrefsModule {}
