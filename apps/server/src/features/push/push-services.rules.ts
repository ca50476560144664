import type { SubscriptionRow } from './subscriptions.queries.js';

/**
 * Whether a device can be told to close what it shows. A browser lets a page push because each push shows something:
 * Chromium and Firefox grant a page that is used a few that do not, Safari takes the permission away after some. (See
 * docs/decisions/0112-closing-pushes.md.) Phones wake an application for it.
 */
export function takesSilentPushes({ kind, address }: Pick<SubscriptionRow, 'kind' | 'address'>): boolean {
  return kind !== 'web' || !/(?:^|\.)push\.apple\.com$/.test(new URL(address).hostname);
}
