/** The name under which pages ask for a sync of the outbox. */
export const OUTBOX_TAG = 'stm-chat-outbox';

/** What the worker and the pages say to each other. */
export type PageMessage =
  /** To the worker: the new version may take over. */
  | { readonly kind: 'take_over' }
  /** To a page: the network is back, as far as the browser knows. */
  | { readonly kind: 'network_back' }
  /** To a page: go to this address, for which a notification was pressed. */
  | { readonly kind: 'open'; readonly path: string };
