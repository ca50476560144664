/** Who is writing where, each until a time (milliseconds since 1970). */
export type TypingState = Readonly<Record<string, Readonly<Record<number, number>>>>;

/** The server ends it after 5 s; should its "stop" be lost, it ends here a little later. */
const TYPING_SHOWN_MS = 6000;

export function applyTyping(
  state: TypingState,
  event: { readonly chatId: string; readonly userId: number; readonly isTyping: boolean },
  now: number,
): TypingState {
  if (!event.isTyping) return stopTyping(state, event.chatId, event.userId);
  const chat = { ...state[event.chatId], [event.userId]: now + TYPING_SHOWN_MS };
  return { ...state, [event.chatId]: chat };
}

/** That one stopped: said so, sent the message, or left. */
export function stopTyping(state: TypingState, chatId: string, userId: number): TypingState {
  if (state[chatId]?.[userId] === undefined) return state;
  const { [userId]: _, ...others } = state[chatId];
  const { [chatId]: __, ...rest } = state;
  return Object.keys(others).length === 0 ? rest : { ...rest, [chatId]: others };
}

/** What lasts longer than it may was heard before this device's clock was put back: it is over as well. */
export function expireTyping(state: TypingState, now: number): TypingState {
  let next = state;
  for (const [chatId, users] of Object.entries(state)) {
    for (const [userId, until] of Object.entries(users)) {
      if (until <= now || until > now + TYPING_SHOWN_MS) next = stopTyping(next, chatId, Number(userId));
    }
  }
  return next;
}

/** When the first of them expires; undefined when nobody is writing. */
export function nextExpiry(state: TypingState): number | undefined {
  const times = Object.values(state).flatMap((users) => Object.values(users));
  return times.length === 0 ? undefined : Math.min(...times);
}

export function typingIn(state: TypingState, chatId: string): number[] {
  return Object.keys(state[chatId] ?? {}).map(Number);
}
