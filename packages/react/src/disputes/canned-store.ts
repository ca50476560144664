import { type ChatClient, createStore, newId, type Store } from '@stm-chat/client';
import type { CannedTextEntry } from '@stm-chat/protocol';

export type CannedScope = CannedTextEntry['scope'];

export interface CannedState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** By title, as far as they are known. */
  readonly texts: readonly CannedTextEntry[];
}

/** The prepared texts of the signed-in LSM and of its region, as the server has them. */
export interface CannedStore extends Store<CannedState> {
  /** Reads them again: colleagues change those of the region. Never rejects. */
  load(): Promise<void>;
  /** Writes one; without an id a new one. Throws `ChatError`. */
  put(text: Pick<CannedTextEntry, 'scope' | 'title' | 'text'> & { readonly id?: string | undefined }): Promise<void>;
  /** Throws `ChatError`. */
  remove(id: string): Promise<void>;
}

const stores = new WeakMap<ChatClient, CannedStore>();

/** The same store for the same client. */
export function cannedTextsOf(client: ChatClient): CannedStore {
  const known = stores.get(client);
  if (known !== undefined) return known;
  const store = createStore<CannedState>({ status: 'loading', texts: [] });
  const load = async () => {
    try {
      const { texts } = await client.call('list_canned_texts', {});
      store.set({ status: 'ready', texts });
    } catch {
      store.set({ ...store.get(), status: 'failed' });
    }
  };
  const made: CannedStore = {
    get: store.get,
    subscribe: store.subscribe,
    load,
    put: async ({ id = newId(), scope, title, text }) => {
      await client.call('put_canned_text', { textId: id, scope, title, text });
      await load();
    },
    remove: async (id) => {
      await client.call('delete_canned_text', { textId: id });
      await load();
    },
  };
  stores.set(client, made);
  return made;
}
