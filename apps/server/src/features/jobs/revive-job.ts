import { Inject } from '@nestjs/common';
import { type InputOf, reviveJob } from '@stm-chat/protocol/schemas';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { JOBS, type Jobs } from './jobs.api.js';

/** `POST /api/admin/dead-jobs/:jobId/revive` */
@Handles(reviveJob)
export class ReviveJob implements CommandHandler<typeof reviveJob> {
  constructor(@Inject(JOBS) private readonly jobs: Jobs) {}

  async handle(
    { jobId }: InputOf<typeof reviveJob>,
    { actor }: Context<typeof reviveJob>,
  ): Promise<Outcome<typeof reviveJob>> {
    if (!(await this.jobs.revive(jobId, actor.kind === 'user' ? actor.userId : 0))) throw notFound('job');
    return { output: undefined };
  }
}
