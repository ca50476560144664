/** How far a chat is, as the database said. */
export interface ChatPosition {
  readonly chatId: string;
  readonly revision: number;
  /** When a receipt of the chat last moved, in milliseconds since the epoch; 0: never. */
  readonly receiptsMovedAt: number;
  readonly memberIds: readonly number[];
}

export interface JoinedChat {
  readonly chatId: string;
  readonly userIds: readonly number[];
}

export interface Tip {
  readonly chatId: string;
  readonly revision: number;
}

/** The chats that moved between two readings; one that was not read before counts as moved. */
export function movedChats(before: ReadonlyMap<string, ChatPosition>, now: readonly ChatPosition[]): ChatPosition[] {
  return now.filter((position) => {
    const earlier = before.get(position.chatId);
    return (
      earlier === undefined ||
      earlier.revision !== position.revision ||
      earlier.receiptsMovedAt !== position.receiptsMovedAt
    );
  });
}

/** What each user is told: the moved chats that the user has joined and is a member of. */
export function tipsByUser(joined: readonly JoinedChat[], moved: readonly ChatPosition[]): Map<number, Tip[]> {
  const positions = new Map(moved.map((position) => [position.chatId, position]));
  const tips = new Map<number, Tip[]>();
  for (const { chatId, userIds } of joined) {
    const position = positions.get(chatId);
    if (position === undefined) continue;
    for (const userId of userIds) {
      if (!position.memberIds.includes(userId)) continue;
      const mine = tips.get(userId) ?? [];
      mine.push({ chatId, revision: position.revision });
      tips.set(userId, mine);
    }
  }
  return tips;
}

/** Users in a room who are no members any more, or whose chat is gone. */
export function strangersIn(
  joined: readonly JoinedChat[],
  positions: readonly ChatPosition[],
): { readonly chatId: string; readonly userId: number }[] {
  const members = new Map(positions.map(({ chatId, memberIds }) => [chatId, memberIds]));
  return joined.flatMap(({ chatId, userIds }) =>
    userIds.filter((userId) => !members.get(chatId)?.includes(userId)).map((userId) => ({ chatId, userId })),
  );
}
