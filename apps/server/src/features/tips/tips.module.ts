import { Module } from '@nestjs/common';
import { TipsTicker } from './tips-ticker.js';

/**
 * Owns nothing durable. Every 25 s it reads from the database how far the chats that are joined on this node are, and
 * tells their members: a lost last message is noticed although no later one shows the gap. The same reading finds
 * members who lost their seat while this node heard nothing of it.
 */
@Module({ providers: [TipsTicker] })
export class TipsModule {}
