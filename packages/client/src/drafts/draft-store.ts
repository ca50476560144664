import type { Draft } from '../client-types.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { createStore } from '../store.js';

const PREFIX = 'draft/';

/** What is typed and not sent, one text per chat, kept on this device. */
export class DraftStore {
  private readonly drafts = new Map<string, Draft>();

  constructor(
    private readonly storage: ChatStorage,
    /** Whose drafts; known once signed in. */
    private readonly userId: Promise<number>,
  ) {}

  draft(chatId: string): Draft {
    const known = this.drafts.get(chatId);
    if (known !== undefined) return known;
    const made = this.make(chatId);
    this.drafts.set(chatId, made);
    return made;
  }

  async forget(): Promise<void> {
    for (const draft of this.drafts.values()) draft.set('');
    const kept = await this.storage.entries(`${PREFIX}${await this.userId}/`);
    await Promise.all(kept.map(([key]) => this.storage.delete(key)));
  }

  private make(chatId: string): Draft {
    const store = createStore('');
    const key = this.userId.then((userId) => `${PREFIX}${userId}/${chatId}`);
    let touched = false;
    let writing = false;
    // What was typed before it was read counts, not what was read.
    key
      .then((name) => this.storage.get(name))
      .then((text) => {
        if (!touched && typeof text === 'string') store.set(text);
      })
      .catch(() => undefined);

    /** One write at a time, always of the latest text. */
    async function write(storage: ChatStorage): Promise<void> {
      if (writing) return;
      writing = true;
      try {
        for (let text: string | undefined; text !== store.get(); ) {
          text = store.get();
          await (text === '' ? storage.delete(await key) : storage.set(await key, text));
        }
      } catch {
        // A draft that cannot be kept is still in the box; the next key tries again.
      } finally {
        writing = false;
      }
    }

    return {
      get: store.get,
      subscribe: store.subscribe,
      set: (text) => {
        touched = true;
        store.set(text);
        void write(this.storage);
      },
    };
  }
}
