import { Inject } from '@nestjs/common';
import { type InputOf, openDispute } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError, invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { rateLimited } from '../../kernel/run-command.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { DisputeNews } from './dispute-news.js';
import { openedNotice, openedText, queuedNotice, unseatedText } from './dispute-texts.rules.js';
import { DisputeSteps } from './dispute-steps.js';
import { toDispute } from './disputes.mapper.js';
import * as repository from './disputes.repository.js';
import { nextCheck, opened } from './disputes.rules.js';

/** `open_dispute`, and `POST /api/chat/:chatId/disputes`. */
@Handles(openDispute)
export class OpenDispute implements CommandHandler<typeof openDispute> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(DisputeNews) private readonly news: DisputeNews,
    @Inject(DisputeSteps) private readonly steps: DisputeSteps,
  ) {}

  async handle(
    { chatId, reason, details, wished_outcome, evidence = [] }: InputOf<typeof openDispute>,
    { actor: { userId }, limit }: Context<typeof openDispute>,
  ): Promise<Outcome<typeof openDispute>> {
    if (!limit.allowed) {
      // Whatever else stands against it is said first.
      const { role, status } = await this.chats.requireMember(userId, chatId);
      if (role === 'lsm') throw refusalOf('no_party');
      throw status === 'disputed' ? refusalOf('running') : rateLimited(limit);
    }
    const id = this.ids.next();
    const now = this.clock.now();
    const state = opened(userId, now, this.config.disputes);
    const check = nextCheck(state, now, this.config.disputes);
    const opening = {
      id,
      chatId,
      actorId: userId,
      reason,
      details: details === undefined || details === '' ? null : details,
      wished: wished_outcome ?? null,
      answerBy: state.answerBy ?? now,
      settleBy: state.settleBy,
      step: {
        unseated: { id: this.ids.next(), ...unseatedText },
        message: { id: this.ids.next(), ...openedText(reason, userId) },
        notify: [queuedNotice(reason, state.answerBy), openedNotice(reason)].map(repository.toWritten),
        checkAt: check === null ? null : new Date(check).toISOString(),
        evidence,
      },
    };
    const { outcome, told } = await repository.openDispute(this.database, opening, now);
    if (outcome !== 'done') limit.refund();
    switch (outcome) {
      case 'no_chat':
        throw await this.chats.refusalOf(userId, chatId);
      case 'no_party':
      case 'lane':
      case 'running':
      case 'no_evidence':
        throw refusalOf(outcome);
      case 'done':
        if (told !== null) this.news.tell(id, told, { inQueue: true });
        return { output: toDispute(await this.steps.requireVisible(id, userId, 'get_dispute')) };
    }
  }
}

function refusalOf(outcome: 'no_party' | 'lane' | 'running' | 'no_evidence'): CommandError {
  switch (outcome) {
    case 'no_party':
      return new CommandError('forbidden', 'Only the customer and the provider open a dispute.');
    case 'lane':
      return new CommandError('forbidden', 'A dispute is opened on the chat of the job, not in one of its lanes.');
    case 'running':
      return new CommandError('conflict', 'A dispute is running on this chat already.');
    case 'no_evidence':
      return invalid('evidence', 'may only name messages that somebody wrote in this chat and did not delete');
  }
}
