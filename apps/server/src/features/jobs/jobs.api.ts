/** A kind of work: declared once, by the feature that does it; whoever has the task may add jobs of it. */
export interface JobTask<Payload extends object> {
  /** Stands for the handler's work, for ever: jobs wait in the database under it. */
  readonly name: string;
  /** How often it is tried before it is left for dead; 25 when left out, which takes about four days. */
  readonly attempts?: number;
  /** It may be done in a process that has no connections (`JOBS_IN`): nothing that it does is told to devices there. */
  readonly apart?: true;
  /** Never set: it only carries the type. */
  readonly payload?: Payload;
}

export interface JobRun {
  /** Of the job, the same for every run of it. */
  readonly id: number;
  /** 1 for the first one. */
  readonly attempt: number;
  /** Aborted when the server has been stopping for a while: a long job ends then, by throwing, and is tried again. */
  readonly signal: AbortSignal;
}

/** Thrown by a handler that knows when it is worth another try: not before, whatever the pauses would have been. */
export class TryLater extends Error {
  constructor(
    readonly at: Date,
    message: string,
  ) {
    super(message);
    this.name = 'TryLater';
  }
}

/**
 * Does one job. It is called at least once: after a crash of the server, and after it threw, the job comes again, the
 * pauses growing from seconds to hours. So its effect has to be the same when it was already had.
 */
export type JobHandler<Payload extends object> = (payload: Payload, run: JobRun) => Promise<void>;

export interface JobOptions {
  /** Not before; now when left out. */
  readonly at?: Date;
  /** Of jobs with one key only the last one added is done, unless an earlier one was begun already. */
  readonly key?: string;
  /** Jobs of one queue are done one after the other. Few and lasting names. */
  readonly queue?: string;
}

/** A job that failed for good: it stays until somebody decides. */
export interface DeadJob {
  readonly id: number;
  readonly task: string;
  readonly attempts: number;
  readonly error: string;
  readonly addedAt: Date;
  readonly failedAt: Date;
}

/** Jobs of a kind that are to be done. */
export interface WaitingJobs {
  readonly task: string;
  readonly count: number;
  readonly nextAt: Date;
}

/** Work that outlives the request it came from, and the server: jobs are rows of the database. */
export interface Jobs {
  /** To be called while the features are made. */
  handle<Payload extends object>(task: JobTask<Payload>, handler: JobHandler<Payload>): void;
  /**
   * Adds a job; it is there when the promise resolves. Where it has to be committed together with something else, the
   * statement that writes that calls `stm_chat_jobs.add_job(<name>, <payload>::json, job_key => …, max_attempts => …)`.
   * @throws CommandError `unavailable`
   */
  add<Payload extends object>(task: JobTask<Payload>, payload: Payload, options?: JobOptions): Promise<void>;
  /** Whether this process does jobs of that task. */
  runsHere(task: Pick<JobTask<object>, 'apart'>): boolean;
  /** Whether this process's workers take jobs; false before the start, after the end, and when they broke. */
  areWorking(): boolean;
  /** The jobs that failed for good, the latest first. */
  listDead(most: number): Promise<DeadJob[]>;
  countWaiting(): Promise<WaitingJobs[]>;
  /**
   * Gives a dead job all its attempts again.
   * @param actorId the administrator (0: the host platform), which is written down; null: the server itself
   * @returns false when there is no such dead job
   */
  revive(id: number, actorId?: number | null): Promise<boolean>;
  /** Deletes a dead job. @returns false when there is no such dead job */
  discard(id: number, actorId?: number | null): Promise<boolean>;
}

export const JOBS = Symbol('Jobs');
