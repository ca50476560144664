import { Inject } from '@nestjs/common';
import { listJobs, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { JOBS, type Jobs } from '../jobs/jobs.api.js';

/** More than that nobody looks through; they go as they are decided. */
const MOST = 200;

/** `GET /api/admin/jobs` */
@Handles(listJobs)
export class ListJobs implements CommandHandler<typeof listJobs> {
  constructor(@Inject(JOBS) private readonly jobs: Jobs) {}

  async handle(
    _input: InputOf<typeof listJobs>,
    _context: Context<typeof listJobs>,
  ): Promise<Outcome<typeof listJobs>> {
    const [dead, waiting] = await Promise.all([this.jobs.listDead(MOST), this.jobs.countWaiting()]);
    return {
      output: {
        dead: dead.map(({ addedAt, failedAt, ...job }) => ({
          ...job,
          added_at: addedAt.toISOString(),
          failed_at: failedAt.toISOString(),
        })),
        waiting: waiting.map(({ nextAt, ...kind }) => ({ ...kind, next_at: nextAt.toISOString() })),
      },
    };
  }
}
