import { describe, expect, it } from 'vitest';
import { type LetterMessage, type LetterSubject, writeLetter } from './letter.rules.js';
import { MAIL_LANGUAGES, mailLanguageOf, type MailLanguage, mailWords } from './words/mail-words.js';

const links = { open: 'https://c.test/o?t=a&b', stopChat: 'https://c.test/s?t=1', stopAll: 'https://c.test/s?t=2' };
const message = (more: Partial<LetterMessage> = {}): LetterMessage => ({
  name: 'Pablo',
  role: 'provider',
  text: 'On my way',
  files: 0,
  at: new Date('2026-11-26T10:05:00.000Z'),
  ...more,
});
const messages = (some: readonly LetterMessage[], count = some.length): LetterSubject => ({
  kind: 'messages',
  count,
  shown: { chat: 'Boiler repair', messages: some },
});
const write = (about: LetterSubject, language: MailLanguage = 'en') =>
  writeLetter(about, links, { language, timeZone: 'Europe/Madrid', app: 'STM Chat' });

describe('a letter', () => {
  it('[ML2] says who wrote what, when on the reader’s clock, and how many there are', () => {
    const { subject, text, html } = write(messages([message(), message({ text: 'Here', files: 2 })], 5));
    expect(subject).toBe('Pablo: 5 new messages about Boiler repair');
    for (const part of [text, html]) {
      expect(part).toContain('On my way');
      expect(part).toMatch(/Pablo(?:<.bdi>)? \(Provider\)/);
      expect(part).toContain('11:05');
      expect(part).toContain('[2 files]');
      expect(part).toContain('There are 3 earlier messages.');
    }
    expect(text).toContain(links.open);
    expect(html).toContain('href="https://c.test/o?t=a&amp;b"');
    for (const stop of [links.stopChat, links.stopAll]) expect(text).toContain(stop);
  });

  it('[ML3] is safe whatever people write: no markup, no second header line, nothing from elsewhere', () => {
    const evil = message({
      name: '<b>x</b>\r\nBcc: all@example.com',
      text: '<img src="https://evil.test/x.png" onerror=alert(1)>\n{chat} "quoted"',
    });
    const { subject, html, text } = write({
      kind: 'messages',
      count: 1,
      shown: { chat: '"><script>alert(1)</script>', messages: [evil] },
    });
    expect(subject).not.toMatch(/[\r\n]/);
    const tags = new Set(html.match(/<[^/!\s>]+/g));
    const ours = [
      'html',
      'head',
      'meta',
      'title',
      'style',
      'body',
      'main',
      'h1',
      'bdi',
      'div',
      'p',
      'br',
      'a',
      'footer',
    ];
    expect([...tags].toSorted()).toEqual(ours.map((tag) => `<${tag}`).toSorted());
    expect(html).not.toMatch(/url\(|@import|<[^>]* (?:src|on\w+)=/i);
    expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
    expect(html).toContain('&lt;img');
    expect(html).toContain('{chat} &quot;quoted&quot;');
    expect(text).toContain('{chat} "quoted"');
  });

  it('[ML4] without a preview says that there is something, and neither who, what nor about what', () => {
    const { subject, text, html } = write({ kind: 'messages', count: 2, shown: null });
    expect(subject).toBe('You have 2 new messages');
    for (const part of [subject, text, html]) expect(part).not.toMatch(/Pablo|Boiler|On my way/);
    const news = write({ kind: 'news', shown: null });
    expect(news.subject).toBe('There is news in a case of yours');
  });

  it('[ML2] is in the reader’s language and direction; a case’s news too', () => {
    for (const language of MAIL_LANGUAGES) {
      const { html, subject } = write(messages([message(), message()]), language);
      expect(html).toContain(`<html lang="${language}" dir="${mailWords(language).dir}">`);
      expect(subject).not.toMatch(/[{}#]/);
      const { subject: news } = write({ kind: 'news', shown: { title: 'Settled', body: 'x' } }, language);
      expect(news).toBe('Settled');
    }
    expect(write(messages([message(), message()]), 'ar').subject).toContain('رسالتان');
    const unknown = write({ kind: 'news', shown: { title: 'Something else', body: '' } }, 'es');
    expect(unknown.subject).toBe('Something else');
  });

  it('[ML2] has all words in all languages', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !('other' in value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
        : typeof value;
    for (const language of MAIL_LANGUAGES) expect(shape(mailWords(language))).toEqual(shape(mailWords('en')));
  });

  it('finds a language', () => {
    expect(['es-MX', 'ar', 'de, ur;q=0.8', 'fr', '', null, 'english'].map(mailLanguageOf)).toEqual([
      'es',
      'ar',
      'ur',
      null,
      null,
      null,
      null,
    ]);
  });
});
