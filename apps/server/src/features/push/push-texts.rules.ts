import type { Notification } from '@stm-chat/protocol';

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
  /** Of disputes and deadlines, by their code. */
  readonly notices: Readonly<Record<string, string>>;
}

const en: Texts = {
  app: 'STM Chat',
  message: 'New message',
  messages: { one: '# new message', other: '# new messages' },
  hidden: 'There is news in a case of yours',
  test: 'This device is notified',
  testBody: 'Messages will reach you here while you are away.',
  notices: {
    opened: 'A dispute waits for an answer',
    opened_party: 'A dispute was opened',
    joined: 'A local service manager joined',
    returned: 'Your case is back in the queue',
    handed_over: 'A case was handed over to you',
    resolved: 'The dispute was settled',
    withdrawn: 'The dispute was withdrawn',
    answer_due: 'An answer is due soon',
    answer_missed: 'A case was not answered in time',
    settle_due: 'A settlement is due soon',
    settle_missed: 'A case was not settled in time',
    unclaimed: 'Nobody has taken this case yet',
  },
};

const es: Texts = {
  app: 'STM Chat',
  message: 'Mensaje nuevo',
  messages: { one: '# mensaje nuevo', other: '# mensajes nuevos' },
  hidden: 'Hay novedades en un caso suyo',
  test: 'Este dispositivo recibe avisos',
  testBody: 'Los mensajes le llegarán aquí cuando no esté.',
  notices: {
    opened: 'Una disputa espera respuesta',
    opened_party: 'Se ha abierto una disputa',
    joined: 'Se ha unido un gestor local',
    returned: 'Su caso vuelve a estar en espera',
    handed_over: 'Le han pasado un caso',
    resolved: 'La disputa se ha resuelto',
    withdrawn: 'La disputa se ha retirado',
    answer_due: 'Pronto vence una respuesta',
    answer_missed: 'Un caso no se respondió a tiempo',
    settle_due: 'Pronto vence una resolución',
    settle_missed: 'Un caso no se resolvió a tiempo',
    unclaimed: 'Nadie ha tomado aún este caso',
  },
};

const ur: Texts = {
  app: 'STM Chat',
  message: 'نیا پیغام',
  messages: { one: '# نیا پیغام', other: '# نئے پیغامات' },
  hidden: 'آپ کے ایک معاملے میں نئی بات ہے',
  test: 'یہ آلہ مطلع کیا جاتا ہے',
  testBody: 'آپ کی غیر موجودگی میں پیغامات یہاں پہنچیں گے۔',
  notices: {
    opened: 'ایک تنازع جواب کا منتظر ہے',
    opened_party: 'تنازع کھولا گیا',
    joined: 'مقامی سروس مینیجر شامل ہو گیا',
    returned: 'آپ کا معاملہ دوبارہ منتظر ہے',
    handed_over: 'ایک معاملہ آپ کے سپرد کیا گیا',
    resolved: 'تنازع طے ہو گیا',
    withdrawn: 'تنازع واپس لیا گیا',
    answer_due: 'جواب کا وقت قریب ہے',
    answer_missed: 'ایک معاملے کا وقت پر جواب نہیں آیا',
    settle_due: 'تصفیے کا وقت قریب ہے',
    settle_missed: 'ایک معاملہ وقت پر طے نہیں ہوا',
    unclaimed: 'ابھی تک کسی نے یہ معاملہ نہیں لیا',
  },
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
  notices: {
    opened: 'نزاع ينتظر ردًا',
    opened_party: 'فُتح نزاع',
    joined: 'انضم مدير خدمة محلي',
    returned: 'عادت قضيتك إلى الانتظار',
    handed_over: 'سُلّمت إليك قضية',
    resolved: 'سُوّي النزاع',
    withdrawn: 'سُحب النزاع',
    answer_due: 'موعد الرد قريب',
    answer_missed: 'لم يُرد على قضية في الوقت المحدد',
    settle_due: 'موعد التسوية قريب',
    settle_missed: 'لم تُسوَّ قضية في الوقت المحدد',
    unclaimed: 'لم يتولَّ أحد هذه القضية بعد',
  },
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
  const { type, title, body, count, dispute } = notification;
  const several = plural(texts.messages, count, locale);
  if (!preview) return { title: texts.app, body: type === 'message' ? several : texts.hidden, locale };
  if (type !== 'message') return { title: texts.notices[dispute?.code ?? ''] ?? title, body, locale };
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
