import { Module } from '@nestjs/common';
import { TypingWatch } from './typing-watch.js';
import { Typing } from './typing.js';

/**
 * Owns nothing durable: who is writing is known to this process alone and ends by itself.
 *
 * Invariants: what is shown ends within 5 s of the last sign, with the message, on leaving and on disconnecting; only
 * sockets that joined the chat hear of it, and never the writer's own.
 */
@Module({ providers: [TypingWatch, Typing] })
export class TypingModule {}
