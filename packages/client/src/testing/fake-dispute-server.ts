import type { Dispute, DisputeStatus } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { ConnectionState } from '../connection/connection-state.js';
import type { DisputeClient } from '../disputes/disputes.js';
import { createStore } from '../store.js';
import { settle } from './fake-clock.js';

type Listener = (payload: never) => void;

/** Disputes as one user's server and connection: what is asked is answered when the test says so. */
export class FakeDisputeServer {
  /** What the user may see. */
  readonly disputes = new Map<string, Dispute>();
  readonly connection = createStore<ConnectionState>({ status: 'online', attempt: 0, since: 0 });
  /** Calls that wait for their answer, in order. What they answer is looked up at once, as a database would. */
  readonly waiting: (() => void)[] = [];
  readonly calls: string[] = [];
  /** Set to have questions fail. */
  away = false;
  pageSize = 200;
  private readonly listeners = new Map<string, Set<Listener>>();

  readonly client: DisputeClient = {
    connection: this.connection,
    on: (event, listener) => {
      const all = this.listeners.get(event) ?? new Set();
      this.listeners.set(event, all.add(listener as Listener));
      return () => void all.delete(listener as Listener);
    },
    call: (name, input) => {
      this.calls.push(name);
      const answer = this.answer(name, input as Record<string, unknown>);
      return new Promise((resolve, reject) => {
        this.waiting.push(() => (answer instanceof ChatError ? reject(answer) : resolve(answer as never)));
      });
    },
  };

  /** Changes a dispute, and tells unless the connection is gone. */
  put(dispute: Dispute): void {
    this.disputes.set(dispute.id, dispute);
    this.tell('dispute_updated', dispute);
  }

  remove(disputeId: string): void {
    if (this.disputes.delete(disputeId)) this.tell('dispute_removed', { disputeId });
  }

  goOffline(): void {
    this.connection.set({ status: 'waiting', attempt: 1, retryAt: 0, reason: 'offline' });
  }

  goOnline(): void {
    this.connection.set({ status: 'online', attempt: 0, since: 0 });
  }

  /** Lets answers through, and those to what is asked because of them. */
  async deliver(count = Infinity): Promise<void> {
    for (let left = count; left > 0 && this.waiting.length > 0; left--) {
      this.waiting.shift()?.();
      await settle();
    }
  }

  private tell(event: string, payload: unknown): void {
    if (this.connection.get().status !== 'online') return;
    for (const listener of this.listeners.get(event) ?? []) listener(payload as never);
  }

  private answer(name: string, input: Record<string, unknown>): unknown {
    if (this.away) return new ChatError('unavailable', 'away');
    if (name === 'list_disputes') {
      const all = [...this.disputes.values()].filter(({ status }) => status === (input['status'] as DisputeStatus));
      const from = Number(input['cursor'] ?? 0);
      const next = from + this.pageSize;
      return { disputes: all.slice(from, next), next: next < all.length ? String(next) : null };
    }
    const dispute = this.disputes.get(String(input['disputeId']));
    if (dispute === undefined) return new ChatError('not_found', 'none');
    if (name === 'get_dispute') return dispute;
    if (name === 'join_dispute') this.put({ ...dispute, status: 'assigned', lsm_id: 4 });
    return this.disputes.get(dispute.id);
  }
}
