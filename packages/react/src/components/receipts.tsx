'use client';
import type { MessageItem } from '@stm-chat/client';
import type { Member } from '@stm-chat/protocol';
import { timeOf } from '../model/message-rows.js';
import { otherMembers } from '../model/people.js';
import type { Formats } from '../text/formats.js';
import { plainText } from '../text/plain-text.js';
import type { ComponentTranslate } from '../text/texts.js';
import { useLanguage } from './language-context.js';
import { useConversationContext, useInConversation } from './conversation-context.js';

export interface ReceiptsProps {
  readonly id: string;
  readonly item: MessageItem;
}

/** The exact times of one message, and how far it got with each of the others. */
export function Receipts({ id, item }: ReceiptsProps) {
  const { t, formats } = useLanguage();
  const { summary: known, meId } = useConversationContext();
  const summary = useInConversation((state) => state?.summary) ?? known;
  const stored = item.kind === 'message' ? item.message : null;
  const others = stored?.sender_id === meId && summary !== undefined ? otherMembers(summary, meId) : [];
  return (
    <ul className="stm-receipts" id={id} role="list">
      <li>{t(stored === null ? 'receipt.written' : 'receipt.sent', { time: formats.exact(timeOf(item)) })}</li>
      {stored?.edited_at != null && <li>{t('receipt.edited', { time: formats.exact(stored.edited_at) })}</li>}
      {stored !== null &&
        others.map((member) => <li key={member.userId}>{receiptOf(member, stored.seq, t, formats)}</li>)}
    </ul>
  );
}

/** A receipt says how far somebody has read and when that last moved: an upper bound for each message below it. */
function receiptOf(member: Member, seq: number, t: ComponentTranslate, formats: Formats): string {
  const name = plainText(member.name);
  if (member.read_seq >= seq) {
    return member.read_at === null
      ? t('receipt.read_by_untimed', { name })
      : t('receipt.read_by', { name, time: formats.exact(member.read_at) });
  }
  return t(member.delivered_seq >= seq ? 'receipt.delivered_to' : 'receipt.not_delivered', { name });
}
