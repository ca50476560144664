import type { Message, WireError } from '@stm-chat/protocol';
import { toChatError, toWireError, type ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import { backOff } from '../connection/back-off.js';
import { judge } from './failure.js';
import type { OutboxEntry } from './outbox-entry.js';
import { nextToSend } from './outbox-state.js';
import { Pauses } from './pauses.js';
import type { Shelf } from './shelf.js';

const RATE_LIMIT_PAUSE_MS = 1000;

export interface SenderOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether this tab is the one that sends, and has any way to the server. */
  readonly maySend: () => boolean;
  /** Sends once. Throws `ChatError`. */
  readonly send: (entry: OutboxEntry) => Promise<Message>;
  readonly onSent: (clientId: string, message: Message) => void;
  readonly onRefused: (clientId: string, error: WireError) => void;
}

/** Takes messages off the shelf, per chat one after the other, and tries until the server has each or refuses it. */
export class Sender {
  private readonly pauses: Pauses;
  /** How often a message met `internal` in a row. */
  private readonly internal = new Map<string, number>();
  /** Of each chat, how often in a row it could not be sent to. */
  private readonly failures = new Map<string, number>();
  private closed = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly options: SenderOptions,
  ) {
    this.pauses = new Pauses(options.clock, () => this.pump());
  }

  /** Sends what may be sent now. */
  pump(): void {
    if (this.closed || !this.options.maySend()) return;
    for (const entry of nextToSend(this.shelf.state.get())) {
      if (!this.pauses.isPaused(entry.chatId)) void this.transmit(entry);
    }
  }

  /** The way to the server may have opened: what failed without it need not wait any longer. */
  wake(): void {
    this.pauses.endEach();
    this.failures.clear();
    this.pump();
  }

  close(): void {
    this.closed = true;
    this.pauses.close();
  }

  private async transmit(entry: OutboxEntry): Promise<void> {
    const { clientId } = entry;
    this.shelf.dispatch({ type: 'sending', clientId });
    await this.shelf.written(clientId);
    // Meanwhile it may have been discarded, or come back from the server by way of another tab.
    if (this.closed || this.shelf.find(clientId) === undefined) return;
    try {
      const message = await this.options.send(entry);
      if (this.closed) return;
      this.failures.delete(entry.chatId);
      if (this.shelf.find(clientId) !== undefined) this.options.onSent(clientId, message);
    } catch (error) {
      if (this.closed) return;
      if (this.shelf.find(clientId) !== undefined) this.failed(entry, toChatError(error));
    }
    this.pump();
  }

  private failed({ clientId, chatId }: OutboxEntry, error: ChatError): void {
    const internal = error.code === 'internal' ? (this.internal.get(clientId) ?? 0) + 1 : 0;
    this.internal.set(clientId, internal);
    switch (judge(error, internal)) {
      case 'refused':
        this.internal.delete(clientId);
        return this.options.onRefused(clientId, toWireError(error));
      case 'slow_down':
        this.pauses.pauseAll(error.retryAfterMs ?? RATE_LIMIT_PAUSE_MS);
        break;
      case 'try_again': {
        const failures = (this.failures.get(chatId) ?? 0) + 1;
        this.failures.set(chatId, failures);
        this.pauses.pause(chatId, backOff(failures, this.options.random));
        break;
      }
    }
    this.shelf.dispatch({ type: 'deferred', clientId });
  }
}
