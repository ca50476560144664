import type { Notification } from '@stm-chat/protocol';
import { noticeText } from '../delivery/delivery.api.js';

/** What a push says in words of this server's; the rest are people's own. */
interface Texts {
  readonly app: string;
  /** A message whose text is not to be shown, or has none. */
  readonly message: string;
  /** Several; `#` is how many. By the plural categories of the language. */
  readonly messages: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
  /** Something that is not a message, and is not to be shown. */
  readonly hidden: string;
  readonly test: string;
  readonly testBody: string;
}

const en: Texts = {
  app: 'STM Chat',
  message: 'New message',
  messages: { one: '# new message', other: '# new messages' },
  hidden: 'There is news in a case of yours',
  test: 'This device is notified',
  testBody: 'Messages will reach you here while you are away.',
};

const es: Texts = {
  app: 'STM Chat',
  message: 'Mensaje nuevo',
  messages: { one: '# mensaje nuevo', other: '# mensajes nuevos' },
  hidden: 'Hay novedades en un caso suyo',
  test: 'Este dispositivo recibe avisos',
  testBody: 'Los mensajes le llegarán aquí cuando no esté.',
};

const ur: Texts = {
  app: 'STM Chat',
  message: 'نیا پیغام',
  messages: { one: '# نیا پیغام', other: '# نئے پیغامات' },
  hidden: 'آپ کے ایک معاملے میں نئی بات ہے',
  test: 'یہ آلہ مطلع کیا جاتا ہے',
  testBody: 'آپ کی غیر موجودگی میں پیغامات یہاں پہنچیں گے۔',
};

const ar: Texts = {
  app: 'STM Chat',
  message: 'رسالة جديدة',
  messages: {
    one: 'رسالة جديدة',
    two: 'رسالتان جديدتان',
    few: '# رسائل جديدة',
    many: '# رسالة جديدة',
    other: '# رسالة جديدة',
  },
  hidden: 'هناك جديد في إحدى قضاياك',
  test: 'يتلقى هذا الجهاز الإشعارات',
  testBody: 'ستصلك الرسائل هنا أثناء غيابك.',
};

const LANGUAGES: Readonly<Record<string, Texts>> = { en, es, ur, ar };

export interface Words {
  readonly title: string;
  readonly body: string;
  /** In which language. */
  readonly locale: string;
}

/** What a push says. Without a preview it tells that there is something, and neither who wrote nor what. */
export function wordsOf(notification: Notification, preview: boolean, wanted: string | null): Words {
  const { locale, texts } = languageOf(wanted);
  const { type, title, body, count } = notification;
  const several = plural(texts.messages, count, locale);
  if (!preview) return { title: texts.app, body: type === 'message' ? several : texts.hidden, locale };
  if (type !== 'message') return { ...noticeText(notification, locale), locale };
  const text = body.replace(/\s+/gu, ' ').trim();
  return {
    title: count > 1 ? `${title} (${several})` : title,
    body: text === '' ? texts.message : text,
    locale,
  };
}

/** What a push says that somebody asked for, to see whether it comes. */
export function testWords(wanted: string | null): Words {
  const { locale, texts } = languageOf(wanted);
  return { title: texts.test, body: texts.testBody, locale };
}

function languageOf(wanted: string | null): { readonly locale: string; readonly texts: Texts } {
  const language = (wanted ?? '').toLowerCase().split('-')[0] ?? '';
  const texts = LANGUAGES[language];
  return texts === undefined ? { locale: 'en', texts: en } : { locale: language, texts };
}

function plural(forms: Texts['messages'], count: number, locale: string): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(locale).format(count));
}
