-- index_messages() asks once for all messages of a call what a word may come from, and looks for words, days and keys in one query
-- instead of one a message (functions/search.sql). What is found by what stays as it was.
-- The previous build's index_messages() calls it. One that is just under way may fail by that, and is tried again, as the new one.
drop function if exists search_lexemes(text[]);
