/**
 * Where the SDK keeps what has to survive a reload: the outbox, drafts and, across origins, the refresh token.
 * Values are plain JSON. IndexedDB in browsers, memory elsewhere; a host may bring its own.
 */
export interface ChatStorage {
  get(key: string): Promise<unknown>;
  /** Resolves when the value is safe. */
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Everything whose key begins with `prefix`, ordered by key. */
  entries(prefix: string): Promise<readonly (readonly [key: string, value: unknown])[]>;
  /** Set when several tabs or processes see the same values; they then agree by locks and channels of this name. */
  readonly sharedName?: string | undefined;
}
