import { Inject, Injectable } from '@nestjs/common';
import type { Message } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import type { ServiceActor } from '../../kernel/actor.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { ATTACHMENTS, type Attachments } from '../attachments/attachments.api.js';
import { chats, type DemoChat, type DemoSaying } from './demo-chats.js';
import { DemoCommands } from './demo-commands.js';
import { type DemoFileName, isVoice, readDemoFile } from './demo-files.js';
import type { DemoName, DemoUsers } from './demo-people.js';
import { DemoDisputes } from './demo-disputes.js';
import { backdateChat, backdateDisputes } from './demo.repository.js';
import { momentOf } from './moments.rules.js';

const service: ServiceActor = { kind: 'service' };

const clientIdOf = (place: number): string => `demo-${place + 1}`;

function saidBefore(before: readonly Message[], place: number): Message | undefined {
  return before.find(({ client_id }) => client_id === clientIdOf(place));
}

/**
 * Makes the demo's chats by the commands that people use, as those people. Every command knows a repeat (a chat by its
 * job, a message by its `client_id`), so that a making that was interrupted can simply be made again; what was said by then,
 * with its files, is left as it is.
 */
@Injectable()
export class DemoMaker {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(DemoCommands) private readonly commands: DemoCommands,
    @Inject(DemoDisputes) private readonly disputes: DemoDisputes,
    @Inject(ATTACHMENTS) private readonly attachments: Attachments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async makeChats(users: DemoUsers): Promise<void> {
    for (const chat of chats) await this.#makeChat(chat, users);
  }

  async #makeChat(chat: DemoChat, users: DemoUsers): Promise<void> {
    const { id: jobId, ...job } = chat.job;
    const { id: chatId } = await this.commands.run('admin_create_chat', service, {
      job_id: jobId,
      subject: chat.subject,
      customer_id: users.sara.userId,
      provider_id: users[chat.provider].userId,
      job,
    });
    const { messages: before } = await this.commands.run('list_messages', users.sara, { chatId, limit: 200 });
    const said: Message[] = [];
    const times: Date[] = [];
    for (const step of chat.steps) {
      times.push(momentOf(step.at, this.clock.now()));
      if ('says' in step) said.push(await this.#say(chatId, step, said, saidBefore(before, said.length), users));
      else if ('closed' in step) await this.commands.run('close_chat', service, { chatId });
      else await this.disputes.take(chatId, step, users);
    }
    const dispute = await this.disputes.find(chatId, users.sara);
    const lsms: DemoName[] = dispute?.status === 'assigned' ? ['elena'] : [];
    for (const reader of ['sara', chat.provider, ...lsms] as const) {
      const unread = chat.unread[reader] ?? 0;
      await this.commands.run('mark_delivered', users[reader], { chatId, seq: times.length });
      await this.commands.run('mark_read', users[reader], { chatId, seq: times.length - unread });
    }
    await backdateChat(this.database, chatId, times);
    await backdateDisputes(this.database, chatId);
  }

  async #say(
    chatId: string,
    step: DemoSaying,
    said: readonly Message[],
    before: Message | undefined,
    users: DemoUsers,
  ): Promise<Message> {
    const message =
      before ??
      (await this.commands.run('send_message', users[step.by], {
        chatId,
        message: step.says,
        ...(step.files === undefined ? {} : await this.#filed(chatId, users[step.by].userId, step.files)),
        client_id: clientIdOf(said.length),
        reply_to: step.answering === undefined ? null : (said.at(-step.answering)?.id ?? null),
      }));
    if (step.liked !== undefined) {
      const liked = { chatId, messageId: message.id, emoji: step.liked.emoji, active: true };
      await this.commands.run('react', users[step.liked.by], liked);
    }
    return message;
  }

  /** After a crash before their message, they are swept like anybody's. */
  async #filed(chatId: string, ownerId: number, names: readonly DemoFileName[]) {
    const attachment_ids: string[] = [];
    for (const name of names) {
      const file = await readDemoFile(name);
      attachment_ids.push(await this.attachments.addFile({ ...file, chatId, ownerId }));
    }
    return names.some(isVoice) ? { attachment_ids, message_type: 'voice' as const } : { attachment_ids };
  }
}
