import type { ServerEventName } from '../names.js';

/** One sentence for each event of the server, for the document. */
export const EVENT_SUMMARIES: Record<ServerEventName, string> = {
  connected: 'The connection is authenticated; `epoch` changes when the database was restored to an earlier state.',
  joined_chat: 'This connection joined the chat.',
  left_chat: 'This connection left the chat, or its user is no member any more.',
  new_message: 'A message, to every connection that joined: in `seq` order, each once, without gaps since the join.',
  user_typing: 'Another member is writing, or has stopped.',
  user_joined: 'Another member has the chat open, at that user’s first joined connection.',
  user_left: 'Another member has the chat no longer open.',
  messages_read: 'A member has read up to `seq`.',
  error: 'A command without acknowledgement failed, or this connection is about to end; `code` says why.',
  messages_delivered: 'A member has received up to `seq`.',
  message_updated: 'A message was edited, deleted or reacted to: as it is now.',
  chat_updated: 'A summary; after a message only its changed part, to devices that have not joined.',
  presence: 'Somebody with whom I share an open chat came online, or went offline 10 s ago.',
  notification: 'A notification as it is now: raised, counted up, or with `read_at` cleared.',
  dispute_updated: 'A dispute as I see it now: to its parties, its LSM, and while it is open to the LSMs of its queue.',
  dispute_removed: 'A dispute that I may not see any more: another LSM took it, or it left my queue.',
  tips: 'How far the joined chats that moved are: who is behind calls `sync`.',
  server_draining: 'The server is about to close; the connection is then closed, and clients come back by themselves.',
};
