import type { Notification } from '@stm-chat/protocol';

/** What everything that leaves this server says of cases and reports; clients have words of their own. */
interface NoticeWords {
  /** Of disputes and deadlines, by their code. */
  readonly cases: Readonly<Record<string, string>>;
  readonly report: string;
  /** What came of a report. */
  readonly reports: Readonly<Record<NonNullable<Notification['report']>['code'], string>>;
}

const en: NoticeWords = {
  cases: {
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
  report: 'About a report',
  reports: {
    dismissed: 'It was looked at. The message breaks no rule.',
    done: 'It was looked at, and something was done. Thank you.',
    warned: 'A message of yours was reported and breaks the rules. Please mind them.',
    message_removed: 'A message of yours was reported and has been removed.',
    user_disabled: 'A message of yours was reported, and your account was disabled.',
  },
};

const es: NoticeWords = {
  cases: {
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
  report: 'Sobre una denuncia',
  reports: {
    dismissed: 'Se ha revisado. El mensaje no incumple ninguna norma.',
    done: 'Se ha revisado y se ha hecho algo. Gracias.',
    warned: 'Se denunció un mensaje suyo que incumple las normas. Por favor, respételas.',
    message_removed: 'Se denunció un mensaje suyo y se ha retirado.',
    user_disabled: 'Se denunció un mensaje suyo y su cuenta se ha desactivado.',
  },
};

const ur: NoticeWords = {
  cases: {
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
  report: 'ایک رپورٹ کے بارے میں',
  reports: {
    dismissed: 'اسے دیکھا گیا۔ پیغام کسی اصول کی خلاف ورزی نہیں کرتا۔',
    done: 'اسے دیکھا گیا اور کارروائی کی گئی۔ شکریہ۔',
    warned: 'آپ کے ایک پیغام کی رپورٹ ہوئی جو اصولوں کے خلاف ہے۔ براہِ کرم ان کا خیال رکھیں۔',
    message_removed: 'آپ کے ایک پیغام کی رپورٹ ہوئی اور اسے ہٹا دیا گیا۔',
    user_disabled: 'آپ کے ایک پیغام کی رپورٹ ہوئی اور آپ کا اکاؤنٹ بند کر دیا گیا۔',
  },
};

const ar: NoticeWords = {
  cases: {
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
  report: 'بشأن بلاغ',
  reports: {
    dismissed: 'تمت مراجعته. الرسالة لا تخالف أي قاعدة.',
    done: 'تمت مراجعته واتُّخذ إجراء. شكرًا لك.',
    warned: 'أُبلغ عن رسالة لك تخالف القواعد. يُرجى مراعاتها.',
    message_removed: 'أُبلغ عن رسالة لك وقد أزيلت.',
    user_disabled: 'أُبلغ عن رسالة لك، وعُطّل حسابك.',
  },
};

const LANGUAGES: Readonly<Record<string, NoticeWords>> = { en, es, ur, ar };

/** A notification that is not of messages, in words. */
export interface NoticeText {
  readonly title: string;
  /** Empty where the title says it all, or what is said is not to be had in this language. */
  readonly body: string;
}

/**
 * @param locale a BCP 47 tag; English where it is none of ours
 * @returns what people wrote themselves (a reason, a note) as it is
 */
export function noticeText(
  { title, body, dispute, report }: Pick<Notification, 'title' | 'body' | 'dispute' | 'report'>,
  locale: string | null,
): NoticeText {
  const words = LANGUAGES[(locale ?? '').toLowerCase().split('-')[0] ?? ''] ?? en;
  if (report !== undefined) return { title: words.report, body: words.reports[report.code] };
  const named = words.cases[dispute?.code ?? ''];
  // These two have a body of the server's own, in English, which says nothing more.
  const isOurs = dispute?.code === 'joined' || dispute?.code === 'returned';
  return { title: named ?? title, body: isOurs ? '' : body };
}
