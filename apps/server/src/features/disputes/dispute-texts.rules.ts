import type { Lane, OfferTerms, SystemNote } from '@stm-chat/protocol';
import type { Reminder, Side } from './disputes.rules.js';

/**
 * What the system says in the thread, in English for clients that know no better, with a code and parameters for those
 * that have languages of their own. Roles and ids (`user_id`, and `from_user_id` of who had the case before), no names: a
 * message stays, and whoever is erased must not stay in it. Who may know the name finds it by the id.
 */
export interface SystemText {
  readonly text: string;
  readonly note: SystemNote;
}

const said = (code: string, text: string, params: SystemNote['params'] = {}): SystemText => ({
  text,
  note: { code, params },
});

/** Nobody is named where it was not somebody. */
const by = (userId: number | null) => (userId === null ? {} : { user_id: userId });

/** `{role}` is filled in by the statement that opens it, which sees on whose seat the opener sits. */
export const openedText = (reason: string, userId: number) =>
  said('dispute_opened', `The {role} opened a dispute: ${reason}`, { reason, ...by(userId) });
/** Of the seat that an administrator gave an LSM before there was a dispute. The statement that takes it says whose it was. */
export const unseatedText = said('member_removed', 'The local service manager was removed from the chat.', {
  role: 'lsm',
});
export const joinedText = (userId: number) =>
  said('dispute_joined', 'A local service manager joined, and reads the whole chat.', by(userId));
export const releasedText = (userId: number | null) =>
  said('dispute_released', 'The local service manager gave the case back; another one will take it.', by(userId));
export const returnedText = (userId: number | null) =>
  said(
    'dispute_returned',
    'The local service manager did not answer in time; another one will take the case.',
    by(userId),
  );
export const removedText = (userId: number | null) =>
  said('dispute_released', 'The local service manager was removed; another one will take the case.', by(userId));
export const handedOverText = (userId: number, from: number | null) =>
  said('dispute_handed_over', 'Another local service manager took over the case.', {
    ...by(userId),
    ...(from === null ? {} : { from_user_id: from }),
  });
export const withdrawnText = (role: Side, userId: number) =>
  said('dispute_withdrawn', `The ${role} withdrew the dispute.`, { role, ...by(userId) });
export const declinedText = (role: Side, userId: number) =>
  said('offer_declined', `The ${role} declined the offer.`, { role, ...by(userId) });
export const acceptedText = (role: Side, userId: number) =>
  said('offer_accepted', `The ${role} accepted the offer.`, { role, ...by(userId) });

/** @param userId of the LSM who decided; null: it was an agreement */
export function resolvedText(
  resolution: 'agreement' | 'decision',
  outcome: string,
  note: string | null,
  userId: number | null,
): SystemText {
  const text =
    resolution === 'agreement'
      ? `The dispute was settled by agreement: ${outcome}`
      : `The local service manager settled the dispute: ${outcome}${note === null ? '' : ` – ${note}`}`;
  return said('dispute_resolved', text, {
    resolution,
    outcome,
    ...(note === null ? {} : { note }),
    ...(resolution === 'decision' ? by(userId) : {}),
  });
}

/** What an offer says to clients that show text alone. */
export function offerText(terms: OfferTerms): string {
  return `Offer: ${termsText(terms)}`;
}

/** The terms in one line: also the outcome of a dispute that ends by both accepting them. At most 200 characters. */
export function termsText({ refund_percent, refund_amount, currency, redo, date, text }: OfferTerms): string {
  const parts = [
    ...(refund_percent === undefined ? [] : [`refund of ${refund_percent} %`]),
    ...(refund_amount === undefined ? [] : [`refund of ${refund_amount} ${currency ?? ''}`.trim()]),
    ...(redo === true ? ['the work is done again'] : []),
    ...(date === undefined ? [] : [`on ${date}`]),
    ...(text === undefined || text === '' ? [] : [text]),
  ];
  return parts.join(', ');
}

/** An outcome has at most 200 code points. */
export function shortened(text: string): string {
  const points = Array.from(text);
  return points.length <= 200 ? text : `${points.slice(0, 199).join('')}…`;
}

const LANE_PARTNERS: Record<Lane, string> = {
  customer: 'Here the local service manager and the customer write to each other in private.',
  provider: 'Here the local service manager and the provider write to each other in private.',
  staff: 'Notes of the local service managers: neither side can read them.',
};

export const laneOpenedText = (lane: Lane) => said('lane_opened', LANE_PARTNERS[lane], { lane });
export const laneClosedText = (lane: Lane) =>
  said('lane_closed', 'Closed: nobody has the case any more, or it has ended.', { lane });

/** Whom a notification is for; the statement that writes it knows who they are. */
export type Audience = 'parties' | 'lsm' | 'queue' | 'admins';

export interface Notice {
  readonly audience: Audience;
  readonly type: 'dispute' | 'deadline';
  readonly code: string;
  readonly title: string;
  readonly body: string;
  /** The deadline that it is about, in milliseconds. */
  readonly by: number | null;
  /** Whether it leads to the chat: not for those who cannot see it. */
  readonly inChat: boolean;
}

const news = (audience: Audience, code: string, title: string, body: string, by: number | null = null): Notice => ({
  audience,
  type: 'dispute',
  code,
  title,
  body,
  by,
  inChat: audience === 'parties' || audience === 'lsm',
});

export const queuedNotice = (reason: string, answerBy: number | null) =>
  news('queue', 'opened', 'A dispute waits for an answer', reason, answerBy);
export const openedNotice = (reason: string) => news('parties', 'opened_party', 'A dispute was opened', reason);
export const joinedNotice = news(
  'parties',
  'joined',
  'A local service manager joined',
  'Your case is being looked at.',
);
export const returnedNotice = news(
  'parties',
  'returned',
  'Your case is back in the queue',
  'Another local service manager will take it.',
);
export const handedOverNotice = (note: string | null) =>
  news('lsm', 'handed_over', 'A case was handed over to you', note ?? '');
export const resolvedNotice = (outcome: string) => news('parties', 'resolved', 'The dispute was settled', outcome);
export const withdrawnNotice = news('parties', 'withdrawn', 'The dispute was withdrawn', '');

const REMINDERS: Record<Reminder, string> = {
  answer_due: 'An answer is due soon',
  answer_missed: 'A case was not answered in time',
  settle_due: 'A settlement is due soon',
  settle_missed: 'A case was not settled in time',
  unclaimed: 'Nobody has taken this case yet',
};

/**
 * Of a case that waits the queue is reminded, of one that somebody has that LSM. What was missed, and that nobody takes it,
 * the admins learn too, and the parties when it concerns what they wait for; that nobody takes it, the first time only.
 * @param again how often it was told that nobody takes the case
 */
export function reminderNotices(
  reminder: Reminder,
  status: 'open' | 'assigned',
  reason: string,
  by: number | null,
  again = 0,
): Notice[] {
  const missed = reminder === 'answer_missed' || reminder === 'settle_missed' || reminder === 'unclaimed';
  const audiences: Audience[] = [
    status === 'open' ? 'queue' : 'lsm',
    ...(missed ? (['admins'] as const) : []),
    ...(reminder === 'settle_missed' || (reminder === 'unclaimed' && again === 1) ? (['parties'] as const) : []),
  ];
  return audiences.map((audience) => ({
    ...news(audience, reminder, REMINDERS[reminder], reason, by),
    type: 'deadline',
  }));
}
