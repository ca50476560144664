import type { ChatSummary, Message } from '@stm-chat/protocol';
import type { DisputeWords } from './words.js';
import { agreementWords, outcomeWords, reasonText } from './words.js';

/** The text of a system message by its code; undefined for codes that are not known here. */
export function systemText(
  { system }: Message,
  summary: ChatSummary | undefined,
  words: DisputeWords,
): string | undefined {
  if (system === undefined) return undefined;
  const { t } = words;
  const param = (name: string) => (name in system.params ? String(system.params[name]) : '');
  const named = () => personOf(system.params, summary, words);
  switch (system.code) {
    case 'dispute_opened':
      return t('system.opened', { name: named(), reason: reasonText(param('reason'), words) });
    case 'dispute_joined':
      return t('system.joined');
    case 'dispute_released':
      return t('system.released');
    case 'dispute_returned':
      return t('system.returned');
    case 'dispute_handed_over':
      return t('system.handed_over');
    case 'dispute_resolved': {
      const agreed = param('resolution') === 'agreement';
      const note = param('note');
      const said = agreed
        ? t('system.resolved_agreement', { outcome: agreementWords(param('outcome'), summary?.job ?? null, words) })
        : t('system.resolved_decision', { outcome: outcomeWords(param('outcome'), words) });
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
 * Whom a step is about. The thread holds roles and no names: the name is that of the party who has the role's seat; an LSM
 * may be another one by now.
 */
function personOf(
  params: Readonly<Record<string, string | number>>,
  summary: ChatSummary | undefined,
  { t }: DisputeWords,
): string {
  const role = params['role'];
  if (role !== 'customer' && role !== 'provider') return t('system.the_lsm');
  return summary?.members.find((member) => member.role === role)?.name ?? t(`system.the_${role}`);
}
