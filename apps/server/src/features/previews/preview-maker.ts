import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type Logger, LOGGER } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { OUTGOING, type Outgoing, OutgoingError, type OutgoingHeaders } from '../../kernel/outgoing.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { decodePage, type PageFacts, readPage } from './page-facts.rules.js';
import { findPage, keepPage, mayAsk } from './previews.repository.js';

export interface PreviewWanted {
  readonly chatId: string;
  readonly seq: number;
  readonly senderId: number;
  /** The link as it stands in the text. */
  readonly written: string;
  readonly url: string;
}

export const PREVIEW: JobTask<PreviewWanted> = { name: 'link_preview', attempts: 5 };

/** The head of a page is in it, whatever comes after. */
const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 6000;
const REDIRECTS = 3;
const HEADERS = { accept: 'text/html,application/xhtml+xml;q=0.9', 'user-agent': 'stm-chat (link preview)' };

/** Gives a message the preview of its link: from what is known of the page, or by asking for it. */
@Injectable()
export class PreviewMaker {
  readonly #on: boolean;
  readonly #perHour: number | null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) { content, limits }: Config,
    @Inject(JOBS) jobs: Jobs,
  ) {
    this.#on = content.linkPreviews;
    this.#perHour = limits.linkPreviews;
    jobs.handle(PREVIEW, (wanted) => this.make(wanted));
  }

  /** Again changes nothing. Only being busy is a reason to come again: a page that cannot be had now has no preview. */
  async make({ chatId, seq, senderId, written, url }: PreviewWanted): Promise<void> {
    if (!this.#on) return;
    const facts = await this.#factsOf(url, senderId);
    if (facts === null) return;
    const shown = new URL(url);
    await this.messages.preview({ chatId, seq }, { written, url, site: shown.host.replace(/^www\./, ''), ...facts });
  }

  async #factsOf(url: string, senderId: number): Promise<PageFacts | null> {
    const known = await findPage(this.database, url);
    if (known !== undefined) return known;
    if (this.#perHour !== null && !(await mayAsk(this.database, senderId, this.#perHour))) {
      this.metrics.count('chat_ratelimit_rejections_total', { limiter: 'link_previews' });
      return null;
    }
    const facts = await this.#ask(url);
    await keepPage(this.database, { url, facts, senderId });
    return facts;
  }

  async #ask(url: string): Promise<PageFacts | null> {
    try {
      const { status, headers, body } = await this.outgoing.send({
        ...{ url, headers: HEADERS, redirects: REDIRECTS, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
        ...{ cut: true, anyPort: true, wantsBody: isPage },
      });
      if (!isPage({ status, headers })) return this.#told(null, 'no_page');
      const facts = readPage(decodePage(body, headers['content-type'] ?? ''));
      return this.#told(facts, facts === null ? 'says_nothing' : 'made');
    } catch (error) {
      if (!(error instanceof OutgoingError) || error.kind === 'busy') throw error;
      // The address is what somebody wrote, and stays out of the log.
      this.logger.debug({ kind: error.kind }, 'a link has no preview');
      return this.#told(null, error.kind);
    }
  }

  #told(facts: PageFacts | null, result: string): PageFacts | null {
    this.metrics.count('chat_link_previews_total', { result });
    return facts;
  }
}

function isPage({ status, headers }: { readonly status: number; readonly headers: OutgoingHeaders }): boolean {
  const type = headers['content-type'] ?? '';
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return status === 200 && plain && /^(?:text\/html|application\/xhtml\+xml)\b/i.test(type);
}
