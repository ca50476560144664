import type { ChatOfUser } from './inbox.queries.js';

/** What the devices of a chat's members are to be told: the whole summary, or what a message changed of it. */
export type PushKind = 'summary' | 'activity';

interface Due {
  kind: PushKind;
  readonly userIds: Set<number>;
}

export interface PushRound {
  readonly chatIds: readonly string[];
  readonly summaries: readonly ChatOfUser[];
  readonly activities: readonly ChatOfUser[];
}

/** Who is to be told of which chat; asking twice tells once, and a summary tells what an activity would. */
export class DuePushes {
  readonly #due = new Map<string, Due>();

  add(chatId: string, userIds: Iterable<number>, kind: PushKind): void {
    const due = this.#due.get(chatId);
    if (due === undefined) {
      this.#due.set(chatId, { kind, userIds: new Set(userIds) });
      return;
    }
    for (const userId of userIds) due.userIds.add(userId);
    if (kind === 'summary') due.kind = kind;
  }

  get isEmpty(): boolean {
    return this.#due.size === 0;
  }

  /**
   * Takes the first chats out.
   * @param chats how many at most
   * @param wants whether this user still has a device that is to be told
   */
  take(chats: number, wants: (user: ChatOfUser, kind: PushKind) => boolean): PushRound {
    const taken = [...this.#due].slice(0, chats);
    const users = (wanted: PushKind) =>
      taken
        .filter(([, { kind }]) => kind === wanted)
        .flatMap(([chatId, { userIds }]) => [...userIds].map((userId) => ({ chatId, userId })))
        .filter((user) => wants(user, wanted));
    for (const [chatId] of taken) this.#due.delete(chatId);
    return { chatIds: taken.map(([chatId]) => chatId), summaries: users('summary'), activities: users('activity') };
  }

  /** Puts back what could not be read. */
  putBack({ summaries, activities }: PushRound): void {
    for (const { chatId, userId } of summaries) this.add(chatId, [userId], 'summary');
    for (const { chatId, userId } of activities) this.add(chatId, [userId], 'activity');
  }
}
