/**
 * Small numbers that stand in the tables for the words of the wire (the list is also at the head of
 * `migrations/0003_chats.sql`). They are stored: never renumber, only add.
 */
export const roleCode = { system: 0, customer: 1, provider: 2, lsm: 3 } as const;
export const statusCode = { open: 0, disputed: 1, closed: 2 } as const;
export const messageTypeCode = { text: 0, image: 1, document: 2, voice: 3, system: 4 } as const;

export const disputeStatusCode = { open: 0, assigned: 1, resolved: 2, withdrawn: 3 } as const;

export type SenderType = keyof typeof roleCode;
export type Seat = Exclude<SenderType, 'system'>;
export type ChatStatus = keyof typeof statusCode;
export type DisputeStatus = keyof typeof disputeStatusCode;
export type MessageType = keyof typeof messageTypeCode;

export type RoleCode = (typeof roleCode)[SenderType];
export type SeatCode = (typeof roleCode)[Seat];
export type StatusCode = (typeof statusCode)[ChatStatus];
export type DisputeStatusCode = (typeof disputeStatusCode)[DisputeStatus];
export type MessageTypeCode = (typeof messageTypeCode)[MessageType];

const senderTypes: readonly SenderType[] = ['system', 'customer', 'provider', 'lsm'];
const statuses: readonly ChatStatus[] = ['open', 'disputed', 'closed'];
const disputeStatuses: readonly DisputeStatus[] = ['open', 'assigned', 'resolved', 'withdrawn'];
const messageTypes: readonly MessageType[] = ['text', 'image', 'document', 'voice', 'system'];

/** @throws when the database holds a code that this version does not know */
export function senderTypeOf(code: number): SenderType {
  return known(senderTypes[code], 'sender type', code);
}

/** @throws when the database holds a code that this version does not know */
export function seatOf(code: number): Seat {
  const name = senderTypeOf(code);
  if (name === 'system') throw new Error('the system has no seat');
  return name;
}

/** @throws when the database holds a code that this version does not know */
export function statusOf(code: number): ChatStatus {
  return known(statuses[code], 'chat status', code);
}

/** @throws when the database holds a code that this version does not know */
export function disputeStatusOf(code: number): DisputeStatus {
  return known(disputeStatuses[code], 'dispute status', code);
}

/** @throws when the database holds a code that this version does not know */
export function messageTypeOf(code: number): MessageType {
  return known(messageTypes[code], 'message type', code);
}

function known<T>(value: T | undefined, what: string, code: number): T {
  if (value === undefined) throw new Error(`unknown ${what} ${code} in the database`);
  return value;
}
