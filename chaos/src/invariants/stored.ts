import { eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** I1: every acknowledged message is in every final list, at its seq; an acknowledged change of one is kept too. */
export function ackedIsKept(history: History): Violation[] {
  const found: Violation[] = [];
  const finals = eventsOf(history, 'final');
  const acks = eventsOf(history, 'ack');
  const changes = eventsOf(history, 'changed');
  for (const { node, chatId, messages } of finals) {
    const bySeq = new Map(messages.map((message) => [message.seq, message]));
    const byId = new Map(messages.map((message) => [message.id, message]));
    for (const ack of acks) {
      if (ack.chatId !== chatId) continue;
      const held = bySeq.get(ack.seq);
      if (held?.id === ack.id) continue;
      const instead = held === undefined ? 'there is nothing' : `there is ${held.id}`;
      found.push(violation('I1', ack, `${ack.clientId} was acknowledged at seq ${ack.seq}; on ${node} ${instead}`));
    }
    for (const change of changes) {
      if (change.chatId !== chatId) continue;
      const held = byId.get(change.id);
      const lost =
        held === undefined ||
        held.revision < change.revision ||
        (held.revision === change.revision && (change.text === null ? !held.deleted : held.text !== change.text));
      if (lost) found.push(violation('I1', change, `a change at revision ${change.revision} is lost on ${node}`));
    }
  }
  return found;
}

/** I2: nothing that was refused is anywhere, and what anybody saw is stored. */
export function refusedIsNowhere(history: History): Violation[] {
  const found: Violation[] = [];
  const refused = new Map(eventsOf(history, 'refused').map((event) => [event.clientId, event]));
  const stored = new Map<string, Set<string>>();
  for (const { chatId, messages } of eventsOf(history, 'final')) {
    const ids = stored.get(chatId) ?? new Set<string>();
    stored.set(chatId, ids);
    for (const { id, clientId } of messages) {
      ids.add(id);
      const refusal = clientId === null ? undefined : refused.get(clientId);
      if (refusal !== undefined && refusal.since === undefined)
        found.push(violation('I2', refusal, `${refusal.clientId} was refused (${refusal.code}), and is stored`));
    }
  }
  for (const see of eventsOf(history, 'see')) {
    const refusal = see.clientId === null ? undefined : refused.get(see.clientId);
    if (refusal !== undefined && see.n < (refusal.since ?? Number.POSITIVE_INFINITY))
      found.push(violation('I2', see, `${refusal.clientId} was refused (${refusal.code}), and ${see.client} saw it`));
    const ids = stored.get(see.chatId);
    if (ids !== undefined && !ids.has(see.id))
      found.push(violation('I2', see, `${see.client} saw message ${see.id} (seq ${see.seq}), which is not stored`));
  }
  return found;
}

/** I3: one client id is one message: in every list once, and every acknowledgement of it says the same. */
export function sentOnceIsStoredOnce(history: History): Violation[] {
  const found: Violation[] = [];
  const acks = new Map<string, { seq: number; id: string }>();
  for (const ack of eventsOf(history, 'ack')) {
    const key = `${ack.chatId} ${ack.user} ${ack.clientId}`;
    const first = acks.get(key);
    if (first === undefined) acks.set(key, ack);
    else if (first.seq !== ack.seq || first.id !== ack.id)
      found.push(violation('I3', ack, `${ack.clientId} was acknowledged at seq ${first.seq} and at seq ${ack.seq}`));
  }
  for (const final of eventsOf(history, 'final')) {
    const seqs = new Map<string, number>();
    for (const { clientId, senderId, seq } of final.messages) {
      if (clientId === null) continue;
      const key = `${senderId} ${clientId}`;
      const first = seqs.get(key);
      if (first === undefined) seqs.set(key, seq);
      else found.push(violation('I3', final, `${clientId} of user ${senderId} is at seq ${first} and at seq ${seq}`));
    }
  }
  return found;
}
