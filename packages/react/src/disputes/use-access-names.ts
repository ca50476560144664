'use client';
import type { ChatClient } from '@stm-chat/client';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useAnswer } from './use-disputes.js';

type Names = ReadonlyMap<number, string>;

/** By client, and by dispute and people: many messages ask for the same. */
const asked = new WeakMap<ChatClient, Map<string, Promise<Names>>>();

/** The names of people who had access and are no members (any more), from the record of who had access. */
export function useAccessNames(disputeId: string | undefined, people: readonly number[]): Names | undefined {
  const client = useChatClient();
  const key = disputeId === undefined || people.length === 0 ? '' : `${disputeId} ${people.join(' ')}`;
  const answer = useAnswer(() => namesOf(client, disputeId ?? '', key), key);
  return answer.status === 'ready' ? answer.value : undefined;
}

const NOBODY: Names = new Map();

/** Who may not know, or cannot be told now, reads the role. */
function namesOf(client: ChatClient, disputeId: string, key: string): Promise<Names> {
  if (key === '') return Promise.resolve(NOBODY);
  const known = asked.get(client) ?? new Map<string, Promise<Names>>();
  asked.set(client, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = client.call('list_dispute_access', { disputeId }).then(
    ({ access }) => new Map(access.map(({ userId, name }) => [userId, name])),
    () => {
      known.delete(key);
      return NOBODY;
    },
  );
  known.set(key, answer);
  return answer;
}
