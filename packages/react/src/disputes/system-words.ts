import type { ChatSummary, Message } from '@stm-chat/protocol';
import { knownName } from '../model/people.js';
import type { DisputeWords } from './words.js';
import { agreementWords, outcomeWords, reasonText } from './words.js';

type Params = Readonly<Record<string, string | number>>;

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
  const lsm = nameOf(system.params['user_id'], summary);
  switch (system.code) {
    case 'dispute_opened':
      return t('system.opened', { name: named(), reason: reasonText(param('reason'), words) });
    case 'dispute_joined':
      return lsm === undefined ? t('system.joined') : t('system.named_joined', { name: lsm });
    case 'dispute_released':
      return lsm === undefined ? t('system.released') : t('system.named_released', { name: lsm });
    case 'dispute_returned':
      return lsm === undefined ? t('system.returned') : t('system.named_returned', { name: lsm });
    case 'dispute_handed_over':
      return handedOver(lsm, nameOf(system.params['from_user_id'], summary), words);
    case 'dispute_resolved': {
      const agreed = param('resolution') === 'agreement';
      const note = param('note');
      const said = agreed
        ? t('system.resolved_agreement', { outcome: agreementWords(param('outcome'), summary?.job ?? null, words) })
        : decided(lsm, outcomeWords(param('outcome'), words), words);
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

function handedOver(name: string | undefined, from: string | undefined, { t }: DisputeWords): string {
  if (name === undefined) return t('system.handed_over');
  return from === undefined
    ? t('system.named_handed_over', { name })
    : t('system.named_handed_over_from', { name, from });
}

function decided(name: string | undefined, outcome: string, { t }: DisputeWords): string {
  return name === undefined
    ? t('system.resolved_decision', { outcome })
    : t('system.named_resolved_decision', { name, outcome });
}

function nameOf(id: unknown, summary: ChatSummary | undefined): string | undefined {
  return typeof id === 'number' ? knownName(summary, id) : undefined;
}

/** Whom a step is about: by the id; messages of before it was told have the role, whose seat has a party. */
function personOf(params: Params, summary: ChatSummary | undefined, { t }: DisputeWords): string {
  const name = nameOf(params['user_id'], summary);
  if (name !== undefined) return name;
  const role = params['role'];
  if (role !== 'customer' && role !== 'provider') return t('system.the_lsm');
  if (params['user_id'] !== undefined) return t(`system.the_${role}`);
  return summary?.members.find((member) => member.role === role)?.name ?? t(`system.the_${role}`);
}
