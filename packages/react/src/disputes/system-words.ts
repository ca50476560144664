import type { ChatSummary, Message } from '@stm-chat/protocol';
import type { DisputeWords } from './words.js';
import { outcomeWords, reasonText } from './words.js';

/** The text of a system message by its code; undefined for codes that are not known here. */
export function systemText(
  { system, sender_id }: Message,
  summary: ChatSummary | undefined,
  words: DisputeWords,
): string | undefined {
  if (system === undefined) return undefined;
  const { t } = words;
  const param = (name: string) => (name in system.params ? String(system.params[name]) : '');
  const named = () => personOf(system.params, sender_id, summary, words);
  switch (system.code) {
    case 'dispute_opened':
      return t('system.opened', { name: named(), reason: reasonText(param('reason'), words) });
    case 'dispute_joined':
      return t('system.joined', { name: named() });
    case 'dispute_released':
      return t('system.released', { name: named() });
    case 'dispute_returned':
      return t('system.returned');
    case 'dispute_handed_over':
      return t('system.handed_over', { name: named() });
    case 'dispute_resolved': {
      const outcome = outcomeWords(param('outcome'), words);
      const note = param('note');
      const said = t(param('resolution') === 'agreement' ? 'system.resolved_agreement' : 'system.resolved_decision', {
        outcome,
      });
      return note === '' ? said : `${said}\n${t('system.resolved_note', { note })}`;
    }
    case 'dispute_withdrawn':
      return t('system.withdrawn', { name: named() });
    case 'offer_accepted':
      return t('system.offer_accepted', { name: named() });
    case 'offer_declined':
      return t('system.offer_declined', { name: named() });
    case 'lane_opened': {
      const lane = param('lane');
      return lane === 'customer' || lane === 'provider' || lane === 'staff' ? t(`system.lane_${lane}`) : undefined;
    }
    case 'lane_closed':
      return t('system.lane_closed');
    case 'member_added':
      return t('system.member_added', { name: named() });
    case 'member_removed':
      return t('system.member_removed', { name: named() });
    case 'chat_closed':
      return t('system.chat_closed');
    case 'chat_reopened':
      return t('system.chat_reopened');
    default:
      return undefined;
  }
}

/**
 * Whom a step is about: the name that came along, else that of the member in the role; the role itself where there is
 * no such member any more.
 */
function personOf(
  params: Readonly<Record<string, string | number>>,
  senderId: number,
  summary: ChatSummary | undefined,
  { t }: DisputeWords,
): string {
  if (typeof params['name'] === 'string' && params['name'] !== '') return params['name'];
  const role = params['role'];
  const userId = params['user_id'] ?? (senderId === 0 ? undefined : senderId);
  const member = summary?.members.find((one) =>
    userId !== undefined ? one.userId === userId : one.role === (role ?? 'lsm'),
  );
  if (member !== undefined) return member.name;
  return t(
    role === 'customer' ? 'system.the_customer' : role === 'provider' ? 'system.the_provider' : 'system.the_lsm',
  );
}
