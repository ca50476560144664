import type { Logger } from '../kernel/logger.js';
import type { Metrics } from '../kernel/metrics.js';
import type { CommandObserver, CommandReport } from '../kernel/observer.js';

/** Logs what went wrong on our side and counts everything; refusals are the caller's business and are only counted. */
export class CommandLog implements CommandObserver {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  commandRan({ command, requestId, door, code, seconds, userId, cause }: CommandReport): void {
    this.metrics.count('chat_events_total', { event: command, code });
    if (command === 'send_message' && code === 'ok')
      this.metrics.observe('chat_message_ack_duration_seconds', seconds, {});
    if (code === 'rate_limited') this.metrics.count('chat_ratelimit_rejections_total', { limiter: command });
    const fields = { request_id: requestId, command, door, code, ms: Math.round(seconds * 1000), userId };
    if (code === 'internal') this.logger.error({ ...fields, err: cause }, 'a command failed');
    else if (code === 'unavailable')
      this.logger.warn({ ...fields, err: rootOf(cause) }, 'a command could not be carried out');
    else this.logger.debug(fields, 'command');
  }
}

/** The error that a refusal hides from the caller. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
