import { ChatError } from '@stm-chat/client';
import type {
  ChatSummary,
  CommandName,
  Dispute,
  DisputeAccess,
  Lane,
  Message,
  MessageVersion,
  Offer,
  OfferTerms,
  ServerEventName,
} from '@stm-chat/protocol';
import type { ChangeableWorld } from './fake-calls.js';
import { makeMember, PEOPLE, uuid } from './fixtures.js';

/** What the fake disputes need of the world that they are in. */
export interface DisputeWorld extends ChangeableWorld {
  emit(event: ServerEventName, payload: unknown): void;
  /** Adds a chat that is in no list: a lane. */
  addChat(summary: ChatSummary): void;
}

/** Disputes of the fake world: enough of the server to play one through. */
export class FakeDisputes {
  readonly all = new Map<string, Dispute>();
  readonly access = new Map<string, DisputeAccess[]>();
  readonly versions = new Map<string, MessageVersion[]>();
  private count = 0;

  constructor(
    private readonly world: DisputeWorld,
    disputes: readonly Dispute[] = [],
  ) {
    for (const dispute of disputes) this.all.set(dispute.id, dispute);
  }

  /** Changes a dispute as the server would, and tells. */
  put(dispute: Dispute): Dispute {
    this.all.set(dispute.id, dispute);
    const running = dispute.status === 'open' || dispute.status === 'assigned';
    this.world.updateChats((chat) =>
      chat.id === dispute.chatId
        ? {
            status: running ? 'disputed' : 'open',
            dispute: { id: dispute.id, status: dispute.status },
            lsm_id: dispute.status === 'assigned' ? dispute.lsm_id : null,
          }
        : undefined,
    );
    this.world.emit('dispute_updated', dispute);
    return dispute;
  }

  /** What a command answers; undefined when it is none of disputes. */
  answer(name: CommandName, input: Record<string, unknown>): unknown {
    const me = this.world.me.get();
    const dispute = this.all.get(String(input['disputeId']));
    switch (name) {
      case 'list_disputes': {
        const { status, chatId } = input;
        const found = [...this.all.values()].filter(
          (one) => (status === undefined || one.status === status) && (chatId === undefined || one.chatId === chatId),
        );
        return { disputes: found, next: null };
      }
      case 'get_dispute':
        return dispute ?? refuse('not_found');
      case 'list_dispute_access':
        return { access: this.access.get(String(input['disputeId'])) ?? [], reads: [] };
      case 'list_dispute_lsms':
        return { lsms: [{ userId: 5, name: 'James Okoro', online: true, cases: 2 }] };
      case 'list_versions':
        return { versions: this.versions.get(String(input['messageId'])) ?? [] };
      case 'list_changed_messages': {
        const of = this.world.messages.get(String(input['chatId'])) ?? [];
        const messages = of.filter(({ edited_at, deleted_at }) => edited_at !== null || deleted_at !== null);
        return { messages: messages.toReversed(), next: null };
      }
      case 'open_dispute':
        return this.open(input);
      case 'join_dispute':
        return dispute === undefined ? refuse('not_found') : this.join(dispute);
      case 'make_offer':
        return dispute === undefined ? refuse('not_found') : this.offer(dispute, input);
      case 'accept_offer':
        return dispute?.offer == null ? refuse('not_found') : this.accept(dispute, dispute.offer);
      case 'decline_offer':
        if (dispute?.offer == null) return refuse('not_found');
        return this.settleOffer(dispute, { ...dispute.offer, status: 'declined' });
      case 'withdraw_dispute':
        return this.end(dispute, { status: 'withdrawn' });
      case 'resolve_dispute':
        return this.end(dispute, {
          status: 'resolved',
          resolution: 'decision',
          outcome: String(input['outcome']),
          note: textOf(input['note']),
          lsm_id: me?.id ?? null,
        });
      case 'release_dispute':
      case 'hand_over_dispute': {
        if (dispute === undefined) return refuse('not_found');
        const gone: Dispute = { ...dispute, status: 'open', lsm_id: null };
        this.all.delete(dispute.id);
        this.world.emit('dispute_removed', { disputeId: dispute.id });
        return gone;
      }
      default:
        return undefined;
    }
  }

  private open(input: Record<string, unknown>): Dispute {
    const me = this.world.me.get();
    const chatId = String(input['chatId']);
    const reason = String(input['reason']);
    const role = me?.role === 'provider' ? 'provider' : 'customer';
    const dispute: Dispute = {
      id: uuid(800 + ++this.count),
      chatId,
      status: 'open',
      region: me?.region ?? null,
      reason,
      details: textOf(input['details']),
      wished_outcome: textOf(input['wished_outcome']),
      evidence: Array.isArray(input['evidence']) ? input['evidence'].map(Number) : [],
      job: this.world.summary(chatId)?.job ?? null,
      opened_by: me?.id ?? 0,
      opened_role: role,
      lsm_id: null,
      outcome: null,
      note: null,
      resolution: null,
      offer: null,
      opened_at: now(),
      assigned_at: null,
      answered_at: null,
      answer_by: later(4),
      settle_by: later(72),
      resolved_at: null,
      closed_at: null,
      lanes: [],
    };
    this.say(chatId, 'dispute_opened', { role, reason });
    return this.put(dispute);
  }

  private join(dispute: Dispute): Dispute {
    const lanes = (['customer', 'provider', 'staff'] as const).map((lane, index) => this.lane(dispute, lane, index));
    this.say(dispute.chatId, 'dispute_joined', {});
    this.access.set(dispute.id, [
      {
        userId: PEOPLE.lsm.id,
        role: 'lsm',
        name: PEOPLE.lsm.name,
        from: now(),
        began: 'joined',
        until: null,
        ended: null,
        reads_until: null,
        note: null,
      },
    ]);
    return this.put({
      ...dispute,
      status: 'assigned',
      lsm_id: PEOPLE.lsm.id,
      assigned_at: now(),
      lanes: lanes.map(({ lane, id }) => ({ lane, chatId: id })),
    });
  }

  private lane(dispute: Dispute, lane: Lane, index: number): { readonly lane: Lane; readonly id: string } {
    const main = this.world.summary(dispute.chatId);
    const id = uuid(8000 + index + Number(dispute.id.slice(-3)) * 10);
    const party = main?.members.find(({ role }) => role === lane);
    if (main !== undefined) {
      this.world.addChat({
        ...main,
        id,
        status: 'disputed',
        members: [...(party === undefined ? [] : [party]), makeMember(PEOPLE.lsm, { online: true })],
        last_message: null,
        unread: 0,
        parent_id: main.id,
        lane,
      });
      this.say(id, 'lane_opened', { lane });
    }
    return { lane, id };
  }

  private offer(dispute: Dispute, { disputeId: _, client_id, ...terms }: Record<string, unknown>): Message {
    const me = this.world.me.get();
    const role = me?.role === 'customer' || me?.role === 'provider' ? me.role : 'lsm';
    const offer: Offer = {
      id: uuid(900 + ++this.count),
      by: me?.id ?? 0,
      by_role: role,
      status: 'open',
      terms: terms as OfferTerms,
      accepted_by: role === 'lsm' ? [] : [role],
      created_at: now(),
    };
    if (dispute.offer !== null) this.show(dispute, { ...dispute.offer, status: 'superseded' });
    this.put({ ...dispute, offer });
    return this.world.store(dispute.chatId, {
      sender_id: offer.by,
      sender_type: role,
      message: 'An offer',
      client_id: textOf(client_id),
      offer,
    });
  }

  private accept(dispute: Dispute, offer: Offer): Dispute {
    const role = this.world.me.get()?.role === 'provider' ? 'provider' : 'customer';
    const accepted_by = [...new Set([...offer.accepted_by, role] as const)];
    this.say(dispute.chatId, 'offer_accepted', { role });
    if (accepted_by.length < 2) return this.settleOffer(dispute, { ...offer, accepted_by });
    const accepted: Offer = { ...offer, accepted_by, status: 'accepted' };
    this.show(dispute, accepted);
    return this.end(
      { ...dispute, offer: accepted },
      { status: 'resolved', resolution: 'agreement', outcome: 'Agreed' },
    );
  }

  private settleOffer(dispute: Dispute, offer: Offer): Dispute {
    this.show(dispute, offer);
    return this.put({ ...dispute, offer });
  }

  private end(dispute: Dispute | undefined, changes: Partial<Dispute>): Dispute {
    if (dispute === undefined) return refuse('not_found');
    const role = this.world.me.get()?.role ?? 'customer';
    if (changes.status === 'withdrawn') this.say(dispute.chatId, 'dispute_withdrawn', { role });
    else
      this.say(dispute.chatId, 'dispute_resolved', {
        resolution: changes.resolution ?? 'decision',
        outcome: changes.outcome ?? '',
        ...(changes.note == null ? {} : { note: changes.note }),
      });
    return this.put({ ...dispute, ...changes, answer_by: null, settle_by: null, closed_at: now() });
  }

  /** Shows an offer's message as it is now. */
  private show(dispute: Dispute, offer: Offer): void {
    const message = this.world.messages.get(dispute.chatId)?.find((one) => one.offer?.id === offer.id);
    if (message !== undefined) this.world.change(dispute.chatId, message.id, { offer });
  }

  private say(chatId: string, code: string, params: Record<string, string>): void {
    this.world.store(chatId, {
      sender_id: 0,
      sender_type: 'system',
      message_type: 'system',
      message: code,
      system: { code, params },
    });
  }
}

function refuse(code: 'not_found'): never {
  throw new ChatError(code, 'not in this world');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function now(): string {
  return new Date().toISOString();
}

function later(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
