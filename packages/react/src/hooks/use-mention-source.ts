'use client';
import { useMemo } from 'react';
import { useConversationContext } from '../components/conversation-context.js';
import { useLanguage } from '../components/language-context.js';
import type { CompletionSource } from '../model/completion.js';
import { matchingPeople } from '../model/mentions.js';
import { initials, otherMembers } from '../model/people.js';
import { plainText } from '../text/plain-text.js';

/** `@bil` offers the other people of the open chat by any word of their names. */
export function useMentionSource(): CompletionSource {
  const { t } = useLanguage();
  const { summary, meId } = useConversationContext();
  return useMemo(() => {
    const people = summary === undefined ? [] : otherMembers(summary, meId);
    const named = people.map(({ userId, role, name }) => ({ userId, role, name: plainText(name) }));
    return {
      mark: '@',
      least: 0,
      find: (query) =>
        Promise.resolve(
          matchingPeople(query, named)
            .filter(({ name }) => name !== '')
            .map(({ userId, role, name }) => ({
              id: String(userId),
              insert: `@${name} `,
              picture: initials(name),
              label: name,
              detail: t(`role.${role}`),
            })),
        ),
    };
  }, [summary, meId, t]);
}
