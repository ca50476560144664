import { Module } from '@nestjs/common';
import { MessageIndexer } from './message-indexer.js';
import { SearchJobs } from './search-jobs.js';
import { SearchMessages } from './search-messages.js';
import { SearchPeople } from './search-people.js';
import { SearchState } from './search-state.js';

/**
 * Owns the tables `search_*` (`migrations/0090_search.sql`): what messages, chats and people are found by. All of it can
 * be made anew from what it was made of.
 *
 * Invariants: what is found is what its reader may read when the statement looks, whatever the index still holds; it is not
 * in the way of a message (the indexer follows the feed; names are folded with the statement that writes them); nothing is
 * shown from the index, only the messages that it leads to, as they are.
 * Locks: its own rows, in the order of their keys.
 */
@Module({ providers: [SearchState, MessageIndexer, SearchMessages, SearchJobs, SearchPeople] })
export class SearchModule {}
