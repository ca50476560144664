import { Module } from '@nestjs/common';
import { DeleteCannedText } from './delete-canned-text.js';
import { ListCannedTexts } from './list-canned-texts.js';
import { PutCannedText } from './put-canned-text.js';

/**
 * Owns `canned_texts` (`migrations/0161_canned_texts.sql`): what local service managers write again and again.
 *
 * Invariants: a text is one LSM's own, or of a region; an LSM sees and changes its own and those of the region in which it
 * is now, and of others not even that they exist.
 * Locks: an advisory one of the owner or region while a text is written, so that their number stays bounded.
 */
@Module({ providers: [ListCannedTexts, PutCannedText, DeleteCannedText] })
export class CannedTextsModule {}
