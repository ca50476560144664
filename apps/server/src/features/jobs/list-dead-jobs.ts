import { Inject } from '@nestjs/common';
import { listDeadJobs } from '@stm-chat/protocol/schemas';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { JOBS, type Jobs } from './jobs.api.js';

const MOST = 200;

/** `GET /api/admin/dead-jobs` */
@Handles(listDeadJobs)
export class ListDeadJobs implements CommandHandler<typeof listDeadJobs> {
  constructor(@Inject(JOBS) private readonly jobs: Jobs) {}

  async handle(): Promise<Outcome<typeof listDeadJobs>> {
    const jobs = await this.jobs.listDead(MOST);
    return {
      output: {
        jobs: jobs.map(({ id, task, attempts, error, addedAt, failedAt }) => ({
          id,
          task,
          attempts,
          error,
          added_at: addedAt.toISOString(),
          failed_at: failedAt.toISOString(),
        })),
        next: null,
      },
    };
  }
}
