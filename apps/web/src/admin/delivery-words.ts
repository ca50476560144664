import type { DeliveryHop } from '@stm-chat/protocol';
import type { useAdminText } from '../text/use-admin-text.js';

type Translate = ReturnType<typeof useAdminText>;

const REASONS = [
  'stays_unread',
  'online',
  'pause',
  'quiet_hours',
  'read',
  'user_gone',
  'delivered',
  'channel_off',
  'channel_off_in_chat',
  'muted',
  'chat_muted',
  'shown',
  'page_visible',
  'known',
  'not_allowed',
] as const;

/** A step in words. What a push service or mail server said stands as it came. @param until when it is held to, in words */
export function hopText({ step, why, attempt }: DeliveryHop, t: Translate, until: string): string {
  const known = REASONS.find((reason) => reason === why);
  const because = known === undefined ? (why ?? '') : t(`delivery.why.${known}`);
  switch (step) {
    case 'held':
      return t('delivery.step.held', { time: until, why: because });
    case 'begun':
      return t('delivery.step.begun', { number: String(attempt ?? 1) });
    case 'dropped':
    case 'sent':
    case 'later':
    case 'gone':
    case 'refused':
    case 'shown':
      return t(`delivery.step.${step}`, { why: because });
    case 'no_target':
    case 'due':
    case 'busy':
    case 'withdrawn':
      return t(`delivery.step.${step}`);
  }
}
