import { Module } from '@nestjs/common';
import { ChatPushes } from './chat-pushes.js';
import { CreateChat } from './create-chat.js';
import { GetChat } from './get-chat.js';
import { InboxViews } from './inbox-views.js';
import { JoinChat } from './join-chat.js';
import { LeaveChat } from './leave-chat.js';
import { ListChats } from './list-chats.js';
import { RenamedUsers } from './renamed-users.js';
import { RoomTurns } from './room-turns.js';
import { SetChatPrefs } from './set-chat-prefs.js';

/**
 * Owns no table: chats as one member sees them (summary, list, `chat_updated`), and entering and leaving their rooms.
 *
 * Invariants: a summary is read from one snapshot, through the member's own seat; what it costs does not depend on the
 * length of the history; a device is never pushed an older state after a newer one, and a removed member none at all.
 * Locks: none.
 */
@Module({
  providers: [
    InboxViews,
    ChatPushes,
    RenamedUsers,
    RoomTurns,
    ListChats,
    GetChat,
    CreateChat,
    JoinChat,
    LeaveChat,
    SetChatPrefs,
  ],
})
export class InboxModule {}
