import {
  SYNC_CHATS_MAX,
  type ChatChanges,
  type ChatChangesError,
  type CommandInput,
  type CommandOutput,
} from '@stm-chat/protocol';
import { errorOf } from '../transport/wire-answer.js';

interface Wanted {
  readonly chatId: string;
  readonly revision: number;
  resolve(changes: ChatChanges): void;
  reject(error: unknown): void;
}

/** Asks what changed: conversations that ask at the same moment, as after a reconnect, ask in one call. */
export class SyncRequests {
  private waiting: Wanted[] = [];

  constructor(
    private readonly sync: (input: CommandInput<'sync'>) => Promise<CommandOutput<'sync'>>,
    private readonly epoch: () => string | undefined,
  ) {}

  /** One page of what changed in a chat after `revision`. Throws `ChatError`. */
  changes(chatId: string, revision: number): Promise<ChatChanges> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ chatId, revision, resolve, reject });
      if (this.waiting.length === 1) queueMicrotask(() => void this.send());
    });
  }

  private async send(): Promise<void> {
    const all = this.waiting;
    this.waiting = [];
    for (let at = 0; at < all.length; at += SYNC_CHATS_MAX) {
      await this.sendSome(all.slice(at, at + SYNC_CHATS_MAX));
    }
  }

  private async sendSome(wanted: readonly Wanted[]): Promise<void> {
    const epoch = this.epoch();
    const chats = wanted.map(({ chatId, revision }) => ({ chatId, revision }));
    try {
      const answers = await this.sync(epoch === undefined ? { chats } : { epoch, chats });
      const byChat = new Map(answers.map((answer) => [answer.chatId, answer]));
      for (const one of wanted) settle(one, byChat.get(one.chatId));
    } catch (error) {
      for (const one of wanted) one.reject(error);
    }
  }
}

function settle(wanted: Wanted, answer: ChatChanges | ChatChangesError | undefined): void {
  if (answer !== undefined && !('error' in answer)) wanted.resolve(answer);
  else wanted.reject(errorOf(answer?.error, 'unavailable', 'No answer for this chat'));
}
