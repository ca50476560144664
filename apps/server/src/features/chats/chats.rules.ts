/**
 * What the system says in the thread. Roles and no names: a message stays, and whoever is erased must not stay in it.
 * The arrays are indexed as `p_texts[role code]` in SQL, which counts from 1: customer, provider, LSM.
 */
const PARTIES = ['customer', 'provider', 'local service manager'] as const;

export const MEMBER_ADDED = PARTIES.map((party) => `The ${party} was added to the chat.`);
export const MEMBER_REMOVED = PARTIES.map((party) => `The ${party} was removed from the chat.`);
export const CHAT_CLOSED = 'The chat was closed.';
export const CHAT_REOPENED = 'The chat was reopened.';
