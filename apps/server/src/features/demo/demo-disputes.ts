import { Inject, Injectable } from '@nestjs/common';
import type { Dispute } from '@stm-chat/protocol';
import type { UserActor } from '../../kernel/actor.js';
import type { DemoStep } from './demo-chats.js';
import { DemoCommands } from './demo-commands.js';
import type { DemoUsers } from './demo-people.js';

/** A step of a dispute; each leaves one message in the thread. */
export type DisputeStep = Exclude<DemoStep, { readonly says: string } | { readonly closed: true }>;

/** The disputes of the demo's stories. A making that goes on finds what was made of them. */
@Injectable()
export class DemoDisputes {
  constructor(@Inject(DemoCommands) private readonly commands: DemoCommands) {}

  async find(chatId: string, viewer: UserActor): Promise<Dispute | undefined> {
    const { disputes } = await this.commands.run('list_disputes', viewer, { chatId });
    return disputes[0];
  }

  async take(chatId: string, step: DisputeStep, users: DemoUsers): Promise<void> {
    const dispute = await this.find(chatId, users.sara);
    if ('opens' in step) {
      if (dispute === undefined) await this.commands.run('open_dispute', users[step.by], { chatId, ...step.opens });
      return;
    }
    if (dispute === undefined) throw new Error('a story goes on with a dispute that was not opened');
    const { id: disputeId, status, offer } = dispute;
    if (status === 'resolved') return;
    if ('joins' in step) await this.commands.run('join_dispute', users[step.joins], { disputeId });
    else if ('offers' in step) {
      await this.commands.run('make_offer', users[step.by], {
        disputeId,
        ...step.offers,
        client_id: `demo-offer-${step.at}`,
      });
    } else if (offer !== null) {
      await this.commands.run('accept_offer', users[step.accepts], { disputeId, offerId: offer.id });
    }
  }
}
