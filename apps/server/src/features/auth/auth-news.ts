import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { News } from '../../kernel/news.js';
import type { SessionEnded } from './auth.api.js';

/** What this feature tells those above it, always after commit. */
@Injectable()
export class AuthNews {
  readonly userChanged: News<number>;
  readonly userDisabled: News<number>;
  readonly sessionEnded: News<SessionEnded>;

  constructor(@Inject(LOGGER) logger: Logger) {
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of auth news failed');
    this.userChanged = new News(onError);
    this.userDisabled = new News(onError);
    this.sessionEnded = new News(onError);
  }
}
