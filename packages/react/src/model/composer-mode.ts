import type { Message } from '@stm-chat/protocol';

/** What the composer is for, when not for a new message. `name` is null for a message of mine. */
export type ComposerMode =
  | { readonly kind: 'reply'; readonly message: Message; readonly name: string | null }
  | { readonly kind: 'edit'; readonly message: Message; readonly saving: boolean };
