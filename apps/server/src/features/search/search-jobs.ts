import { Inject } from '@nestjs/common';
import { type InputOf, searchJobs } from '@stm-chat/protocol/schemas';
import { statusOf } from '../../database/codes.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { rateLimited } from '../../kernel/run-command.js';
import { highlightPart } from './highlight.rules.js';
import { searchNames } from './name-pages.js';
import { findJobs } from './search.queries.js';
import { SearchState } from './search-state.js';

const CHAT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `search_jobs`, and `GET /api/search/jobs`: my chats by their subject and their job. */
@Handles(searchJobs)
export class SearchJobs implements CommandHandler<typeof searchJobs> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SearchState) private readonly state: SearchState,
  ) {}

  async handle(
    input: InputOf<typeof searchJobs>,
    { actor, limit }: Context<typeof searchJobs>,
  ): Promise<Outcome<typeof searchJobs>> {
    if (!limit.allowed) throw rateLimited(limit);
    const { rows, next, words } = await searchNames(
      input,
      { userId: actor.userId, idForm: CHAT_ID, knowsTypos: this.state.knowsTypos },
      (search) => findJobs(this.database, search),
      (row) => ({ at: row.at, id: row.chat_id }),
    );
    const mark = (text: string | null) => (text === null ? [] : highlightPart(text, words));
    const results = rows.map(({ chat_id: chatId, subject, title, job_id, status }) => ({
      chatId,
      subject,
      title,
      job_id,
      status: statusOf(status),
      highlight: { subject: mark(subject), title: mark(title), job_id: mark(job_id) },
    }));
    return { output: { results, next } };
  }
}
