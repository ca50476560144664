import type { NotificationType } from '@stm-chat/protocol';
import type { FactsRow } from './delivery.queries.js';
import type { Facts } from './delivery.rules.js';

/** By the code that stands in the table `notifications`. */
export const TYPES: readonly NotificationType[] = ['message', 'dispute', 'deadline', 'report'];

/** @throws when the database holds a code that this version does not know */
export function toFacts(row: FactsRow, online: boolean): Facts {
  const type = TYPES[row.type];
  if (type === undefined) throw new Error(`unknown notification type ${row.type} in the database`);
  return {
    type,
    present: row.present,
    upto: row.upto,
    since: row.since?.getTime() ?? null,
    lastAt: row.last_at?.getTime() ?? null,
    mentioned: row.mentioned,
    chatMutedUntil: row.chat_muted_until?.getTime() ?? null,
    mutedUntil: row.muted_until?.getTime() ?? null,
    onAll: row.on_all,
    onChat: row.on_chat,
    quiet:
      row.quiet_from === null || row.quiet_to === null
        ? null
        : { from: row.quiet_from, to: row.quiet_to, zone: row.time_zone },
    online,
  };
}
