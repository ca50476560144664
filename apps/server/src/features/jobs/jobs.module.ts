import { Global, Module } from '@nestjs/common';
import { DiscardJob } from './discard-job.js';
import { JOBS } from './jobs.api.js';
import { JobsPort } from './jobs-port.js';
import { ReviveJob } from './revive-job.js';

/**
 * Owns the schema `stm_chat_jobs`, whose tables are graphile-worker's: work that outlives the request it came from.
 *
 * Invariants: a job that was added is done at least once, whatever is killed in between; one that fails is tried again
 * with growing pauses, and one that failed for good stays and is seen (`listDead`, the log, `chat_jobs_total`). Jobs of a
 * server that is gone are given to others within about ten seconds.
 * Locks: the library's, a row per job; a session lock per server shows that its workers live (`worker-lease.ts`).
 */
@Global()
@Module({
  providers: [JobsPort, { provide: JOBS, useExisting: JobsPort }, ReviveJob, DiscardJob],
  exports: [JOBS],
})
export class JobsModule {}
