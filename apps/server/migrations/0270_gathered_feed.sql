-- functions/feed.sql: read_feed gathers in the database what a follower is given. The rows of `feed`, with an object for
-- every element of their arrays, were made in the event loop that also serves the sockets, for each follower anew.
--
-- functions/disputes.sql: note_answers looks for nothing while no dispute waits for the first answer of its LSM, and else
-- begins with the chats of disputes.
create index disputes_unanswered on disputes (chat_id) where status = 1 and answered_at is null;
