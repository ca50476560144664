import type { ChatParts } from '@stm-chat/react';
import { lazy } from 'react';
import { disputeParts } from '../disputes/dispute-parts.js';

/** What the application adds to chats: disputes, and how one is notified of a chat. */
export const chatParts: ChatParts = {
  ...disputeParts,
  Details: lazy(() => import('./more-details.js').then((more) => ({ default: more.MoreDetails }))),
};
