import { type EventOf, eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

/** I4: seqs are 1, 2, 3 … up to the end, and every node says the same. */
export function numbersAreDense(history: History): Violation[] {
  const found: Violation[] = [];
  const first = new Map<string, EventOf<'final'>>();
  for (const final of eventsOf(history, 'final')) {
    const { chatId, node, messages, summaries } = final;
    const wrong = messages.findIndex(({ seq }, at) => seq !== at + 1);
    if (wrong >= 0)
      found.push(
        violation('I4', final, `on ${node} message ${wrong + 1} of chat ${chatId} has seq ${messages[wrong]?.seq}`),
      );
    for (const { userId, lastSeq } of summaries)
      if (lastSeq !== messages.length)
        found.push(
          violation('I4', final, `${node} tells user ${userId} of ${lastSeq} messages; there are ${messages.length}`),
        );
    const other = first.get(chatId);
    if (other === undefined) first.set(chatId, final);
    else if (JSON.stringify(other.messages) !== JSON.stringify(messages))
      found.push(violation('I4', final, `${other.node} and ${node} do not agree about chat ${chatId}`));
  }
  return found;
}

/** I5: everybody agrees which message is at a seq of a chat. */
export function everybodyAgrees(history: History): Violation[] {
  const found: Violation[] = [];
  const holders = new Map<string, { readonly id: string; readonly who: string }>();
  const look = (event: EventOf<'ack' | 'see' | 'final' | 'shown'>, seq: number, id: string, who: string): void => {
    const key = `${event.chatId} ${seq}`;
    const holder = holders.get(key);
    if (holder === undefined) holders.set(key, { id, who });
    else if (holder.id !== id)
      found.push(
        violation(
          'I5',
          event,
          `at seq ${seq} of chat ${event.chatId}, ${holder.who} has ${holder.id} and ${who} has ${id}`,
        ),
      );
  };
  for (const event of history) {
    if (event.kind === 'ack' || event.kind === 'see') look(event, event.seq, event.id, event.client);
    else if (event.kind === 'final') for (const { seq, id } of event.messages) look(event, seq, id, event.node);
    else if (event.kind === 'shown') for (const { seq, id } of event.messages) look(event, seq, id, event.client);
  }
  return found;
}

/** I6: what was acknowledged before another message was sent has the lower seq. */
export function realTimeOrder(history: History): Violation[] {
  const found: Violation[] = [];
  const highest = new Map<string, EventOf<'ack'>>();
  const before = new Map<string, EventOf<'ack'> | undefined>();
  for (const event of history) {
    if (event.kind === 'send') before.set(event.clientId, highest.get(event.chatId));
    if (event.kind !== 'ack') continue;
    const earlier = before.get(event.clientId);
    if (earlier !== undefined && event.seq <= earlier.seq && event.clientId !== earlier.clientId)
      found.push(
        violation(
          'I6',
          event,
          `${event.clientId} has seq ${event.seq}, and was sent after ${earlier.clientId} had got ${earlier.seq}`,
        ),
      );
    if (event.seq > (highest.get(event.chatId)?.seq ?? 0)) highest.set(event.chatId, event);
  }
  return found;
}

/** I7: what one client sent into a chat keeps its order. */
export function sendersOrder(history: History): Violation[] {
  const found: Violation[] = [];
  const acks = new Map<string, EventOf<'ack'>>();
  for (const ack of eventsOf(history, 'ack')) if (ack.inOrder && !acks.has(ack.clientId)) acks.set(ack.clientId, ack);
  const last = new Map<string, EventOf<'ack'>>();
  for (const send of eventsOf(history, 'send')) {
    const ack = acks.get(send.clientId);
    if (ack === undefined) continue;
    const key = `${send.client} ${send.chatId}`;
    const earlier = last.get(key);
    if (earlier !== undefined && ack.seq <= earlier.seq)
      found.push(
        violation(
          'I7',
          send,
          `${send.client} sent ${earlier.clientId} (seq ${earlier.seq}) before ${send.clientId} (seq ${ack.seq})`,
        ),
      );
    last.set(key, ack);
  }
  return found;
}
