import { Inject } from '@nestjs/common';
import { discardJob, type InputOf } from '@stm-chat/protocol/schemas';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { JOBS, type Jobs } from './jobs.api.js';

/** `DELETE /api/admin/dead-jobs/:jobId` */
@Handles(discardJob)
export class DiscardJob implements CommandHandler<typeof discardJob> {
  constructor(@Inject(JOBS) private readonly jobs: Jobs) {}

  async handle(
    { jobId }: InputOf<typeof discardJob>,
    { actor }: Context<typeof discardJob>,
  ): Promise<Outcome<typeof discardJob>> {
    if (!(await this.jobs.discard(jobId, actor.kind === 'user' ? actor.userId : 0))) throw notFound('job');
    return { output: undefined };
  }
}
