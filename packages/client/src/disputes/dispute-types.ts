import type { CommandInput, Dispute, Message } from '@stm-chat/protocol';
import type { ChatError } from '../chat-error.js';
import type { Store } from '../store.js';

/** A list of disputes, or why there is none. */
export interface DisputeListState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** With `failed`: why. Trying again happens by itself. */
  readonly error?: ChatError;
  readonly disputes: readonly Dispute[];
  readonly hasMore: boolean;
}

/** One dispute. `gone`: there is none, or it is no longer mine to see. */
export type DisputeState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: ChatError }
  | { readonly status: 'gone' }
  | { readonly status: 'ready'; readonly dispute: Dispute };

type Without<Input, Key extends string> = Omit<Input, Key>;
export type OfferInput = Without<CommandInput<'make_offer'>, 'disputeId' | 'client_id'>;

/**
 * The disputes of one signed-in user, kept up to date by the server's events, and read again after every time without a
 * connection. All commands throw `ChatError`.
 */
export interface Disputes {
  /** Those that run: for a party its own, for an LSM also the queue. The most urgent first. */
  readonly running: Store<DisputeListState>;
  /** Those that ended, the last first, as far as they were loaded. */
  readonly ended: Store<DisputeListState>;
  /** Keeps both lists read while somebody looks; the answer ends that. */
  watch(): () => void;
  loadEnded(): Promise<void>;
  dispute(disputeId: string): Store<DisputeState>;
  /** Keeps one dispute read while somebody looks; the answer ends that. */
  follow(disputeId: string): () => void;
  /** The disputes there were on a chat, the last first. */
  ofChat(chatId: string): Promise<readonly Dispute[]>;

  open(input: CommandInput<'open_dispute'>): Promise<Dispute>;
  withdraw(disputeId: string): Promise<Dispute>;
  /** An LSM takes the case; `conflict` when another one was faster. */
  join(disputeId: string): Promise<Dispute>;
  release(disputeId: string, note?: string): Promise<Dispute>;
  handOver(disputeId: string, lsmId: number, note?: string): Promise<Dispute>;
  resolve(disputeId: string, outcome: string, note?: string): Promise<Dispute>;
  /** @param clientId the same when it is tried again: then it is the offer that was made, if one was */
  offer(disputeId: string, terms: OfferInput, clientId?: string): Promise<Message>;
  acceptOffer(disputeId: string, offerId: string): Promise<Dispute>;
  declineOffer(disputeId: string, offerId: string): Promise<Dispute>;
}
