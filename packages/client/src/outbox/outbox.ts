import type { Message, WireError } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import type { Store } from '../store.js';
import { electLeader, type Leadership } from '../tabs/leadership.js';
import type { Locks } from '../tabs/locks.js';
import type { OutboxEntry } from './outbox-entry.js';
import type { OutboxState } from './outbox-state.js';
import { Sender } from './sender.js';
import { outboxName, Shelf } from './shelf.js';

export interface OutboxOptions {
  readonly storage: ChatStorage;
  readonly clock: Clock;
  readonly random: () => number;
  readonly locks: Locks | undefined;
  /** Whether there is any way to the server now. */
  readonly canSend: () => boolean;
  /** Sends once. Throws `ChatError`. */
  readonly send: (entry: OutboxEntry) => Promise<Message>;
  /** It is done with here: stored by the server, or discarded. Only in the tab where that happened. */
  readonly onFinished?: (entry: OutboxEntry, outcome: 'stored' | 'discarded') => void;
  /** The server has it; every tab hears this for every message of the outbox, whoever sent it. */
  readonly onStored: (message: Message) => void;
}

interface Waiter {
  resolve(message: Message): void;
  reject(error: ChatError): void;
}

/**
 * What I wrote and the server may not have. Kept before it is sent and until it is known to be stored, so that a crash
 * at any point leaves it here or there; sent in order per chat with the same client id on every attempt, so that the
 * server stores it once. Tabs agree on one that sends. Were there two for a moment, both would send the same messages
 * in the same order, which the server takes for repetitions: the election saves work, correctness rests on the client id.
 */
export class Outbox {
  private readonly shelf: Shelf;
  private readonly sender: Sender;
  private leadership: Leadership | undefined;
  private userId: number | undefined;
  private closed = false;
  private readonly waiters = new Map<string, Waiter[]>();

  constructor(private readonly options: OutboxOptions) {
    this.shelf = new Shelf(options.storage, {
      onStoredElsewhere: (clientId, message) => this.deliver(clientId, message),
      onDiscardedElsewhere: (clientId) => this.discarded(clientId),
      onLoaded: () => {
        this.hearRefusals();
        this.sender.pump();
      },
    });
    this.sender = new Sender(this.shelf, {
      clock: options.clock,
      random: options.random,
      maySend: () => this.leadership?.isLeader() === true && options.canSend(),
      send: options.send,
      onSent: (clientId, message) => this.stored(clientId, message),
      onRefused: (clientId, error) => {
        this.shelf.change({ type: 'refused', clientId, error }, clientId);
        this.fail(clientId, refusal(error));
      },
    });
  }

  /** Says whose outbox it is: what that user left here earlier is taken up, and sending may begin. */
  open(userId: number): void {
    if (this.userId !== undefined) return;
    this.userId = userId;
    // A new leader reads what the one before it left.
    const name = outboxName(this.options.storage, userId);
    this.leadership = electLeader(this.options.locks, name, () => void this.shelf.load());
    this.shelf.open(userId);
  }

  get state(): Store<OutboxState> {
    return this.shelf.state;
  }

  add(entry: Omit<OutboxEntry, 'order'>): void {
    const order = this.shelf.nextOrder(this.options.clock.now());
    this.shelf.change({ type: 'added', entry: { ...entry, order } }, entry.clientId);
    this.lead();
  }

  /** Tries a refused message again, as the last one in line. */
  retry(clientId: string): void {
    if (this.shelf.find(clientId)?.error === undefined) return;
    const order = this.shelf.nextOrder(this.options.clock.now());
    this.shelf.change({ type: 'retried', clientId, order }, clientId);
    this.lead();
  }

  discard(clientId: string): void {
    const entry = this.shelf.find(clientId);
    if (entry === undefined) return;
    this.shelf.finish(clientId);
    this.options.onFinished?.(entry, 'discarded');
    this.discarded(clientId);
  }

  /** Whether this message still waits here. */
  has(clientId: string): boolean {
    return this.shelf.find(clientId) !== undefined;
  }

  /** A stored message came by, on whatever way: if it is one of these, it is done. */
  seen(message: Message): void {
    if (message.sender_id !== this.userId || message.client_id === null) return;
    if (this.shelf.find(message.client_id) !== undefined) this.stored(message.client_id, message);
  }

  /** See `Conversation.whenSent`. */
  whenSent(clientId: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const entry = this.shelf.find(clientId);
      if (this.closed) return reject(closedError());
      if (entry === undefined) return reject(new ChatError('not_found', 'No such message is waiting'));
      if (entry.error !== undefined) return reject(refusal(entry.error));
      this.waiters.set(clientId, [...(this.waiters.get(clientId) ?? []), { resolve, reject }]);
    });
  }

  /** The way to the server may have opened. */
  wake(): void {
    this.sender.wake();
  }

  /** Sends what may be sent, in case that more may than before. */
  pump(): void {
    this.sender.pump();
  }

  /** The user acts in this tab: it is awake and online, whatever became of the others, and sends from now on. */
  lead(): void {
    this.leadership?.takeOver();
    this.sender.pump();
  }

  /** Deletes everything that this user has not sent, from the device too. */
  forget(): Promise<void> {
    const done = this.shelf.forget();
    for (const clientId of this.waiters.keys()) this.discarded(clientId);
    return done;
  }

  /** Resolves when all that was changed so far is in storage. */
  settled(): Promise<void> {
    return this.shelf.settled();
  }

  close(): void {
    this.closed = true;
    this.leadership?.close();
    this.sender.close();
    this.shelf.close();
    for (const clientId of this.waiters.keys()) this.fail(clientId, closedError());
  }

  private discarded(clientId: string): void {
    this.fail(clientId, new ChatError('conflict', 'The message was discarded'));
    this.sender.pump();
  }

  /** What the server refused in another tab is known here from storage. */
  private hearRefusals(): void {
    for (const clientId of this.waiters.keys()) {
      const error = this.shelf.find(clientId)?.error;
      if (error !== undefined) this.fail(clientId, refusal(error));
    }
  }

  private stored(clientId: string, message: Message): void {
    const entry = this.shelf.find(clientId);
    this.shelf.finish(clientId, message);
    if (entry !== undefined) this.options.onFinished?.(entry, 'stored');
    this.deliver(clientId, message);
  }

  private deliver(clientId: string, message: Message): void {
    this.options.onStored(message);
    for (const waiter of this.takeWaiters(clientId)) waiter.resolve(message);
    this.sender.pump();
  }

  private fail(clientId: string, error: ChatError): void {
    for (const waiter of this.takeWaiters(clientId)) waiter.reject(error);
  }

  private takeWaiters(clientId: string): Waiter[] {
    const waiting = this.waiters.get(clientId) ?? [];
    this.waiters.delete(clientId);
    return waiting;
  }
}

/** Why the server refused it, as it was kept. */
function refusal({ code, message }: WireError): ChatError {
  return new ChatError(code, message);
}

function closedError(): ChatError {
  return new ChatError('unavailable', 'The client is closed; the message is kept');
}
