import type { ChatParts } from '@stm-chat/react';
import { lazy } from 'react';

const load = () => import('./dispute-bundle.js');

/** What disputes add to chats: fetched when the first chat needs it. */
export const disputeParts: ChatParts = {
  Banner: lazy(() => load().then((bundle) => ({ default: bundle.CaseBanner }))),
  MenuItems: lazy(() => load().then((bundle) => ({ default: bundle.DisputeMenuItems }))),
  Details: lazy(() => load().then((bundle) => ({ default: bundle.DisputeDetails }))),
  SystemText: lazy(() => load().then((bundle) => ({ default: bundle.SystemText }))),
  card: {
    shows: ({ offer }) => offer !== undefined,
    Card: lazy(() => load().then((bundle) => ({ default: bundle.OfferCard }))),
  },
};
