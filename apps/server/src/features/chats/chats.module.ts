import { Global, Module } from '@nestjs/common';
import { AddMember } from './add-member.js';
import { AdminCreateChat } from './admin-create-chat.js';
import { BlockSteps } from './block-steps.js';
import { BlockUser } from './block-user.js';
import { ChatNews } from './chat-news.js';
import { ChatsPort } from './chats-port.js';
import { CHATS } from './chats.api.js';
import { CloseChat } from './close-chat.js';
import { ListAllChats } from './list-all-chats.js';
import { ChatOpening } from './open-chat.js';
import { ListBlocks } from './list-blocks.js';
import { PutJob } from './put-job.js';
import { UnreadRecount } from './unread-recount.js';
import { RemoveMember } from './remove-member.js';
import { ReopenChat } from './reopen-chat.js';
import { UnblockUser } from './unblock-user.js';

/**
 * Owns `chats` (seats, status, what is shown) and `chat_members`. The append moves a chat's counters under the same lock.
 *
 * Invariants: the three seats ARE the membership, and `requireMember` is a request's only way to a chat; a job and a
 * pair have one chat as long as both are in it; every change of a seat or the status is one revision with its record in
 * `changes`, one system message in the thread, and one row of `audit` when an administrator did it.
 * Locks: each step is one SQL function that takes the chat's row first (`migrations/functions/chat_steps.sql`); nothing holds
 * a lock over a round trip. Recipients are always what that statement returned.
 */
@Global()
@Module({
  providers: [
    ChatNews,
    ChatOpening,
    { provide: CHATS, useClass: ChatsPort },
    ListAllChats,
    AdminCreateChat,
    AddMember,
    RemoveMember,
    CloseChat,
    ReopenChat,
    PutJob,
    UnreadRecount,
    BlockSteps,
    BlockUser,
    UnblockUser,
    ListBlocks,
  ],
  exports: [CHATS],
})
export class ChatsModule {}
