/**
 * Disputes for React: parts that a `ChatProvider` adds to chats, and the desk of local service managers. An entry of its
 * own, so that a page can load it when it is needed. Styles: `./disputes.css`.
 */
export { DisputeDetails, DisputeMenuItems } from './chat-parts.js';
export { CaseView, type CaseViewProps } from './case-view.js';
export { DeskQueue, type DeskQueueProps } from './desk-queue.js';
export { DisputeBanner } from './dispute-banner.js';
export { OfferCard } from './offer-card.js';
export { SystemText } from './system-text.js';
export { useDispute, useDisputes, useRunningDisputes } from './use-disputes.js';
