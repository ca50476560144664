import type { ChatParts } from '@stm-chat/react';
import { lazy } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { chatPath } from '../paths.js';

const load = () => import('./dispute-bundle.js');

let jumps = 0;

/** In place of the address of the open chat: the way back stays the way to the list. The same message again is a jump again. */
function openMessage(chatId: string, seq: number): void {
  navigate(`${chatPath(chatId, seq)}&again=${++jumps}`, { replace: true });
}

/** What disputes add to chats: fetched when the first chat needs it. */
export const disputeParts: ChatParts = {
  Banner: lazy(() => load().then((bundle) => ({ default: bundle.CaseBanner }))),
  MenuItems: lazy(() => load().then((bundle) => ({ default: bundle.DisputeMenuItems }))),
  SystemText: lazy(() => load().then((bundle) => ({ default: bundle.SystemText }))),
  openMessage,
  card: {
    shows: ({ offer }) => offer !== undefined,
    Card: lazy(() => load().then((bundle) => ({ default: bundle.OfferCard }))),
  },
};
