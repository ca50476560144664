import { describe, expect, it } from 'vitest';
import { noticeText } from './notice-words.rules.js';

const dispute = (code: string) => ({ id: 'd', code }) as never;

describe('[ML2] what leaves the server about cases and reports', () => {
  it.each(['en', 'es-MX', 'ur', 'ar-EG'])('is said in %s, and what people wrote stays', (locale) => {
    const resolved = noticeText(
      { title: 'The dispute was settled', body: 'a note', dispute: dispute('resolved') },
      locale,
    );
    expect(resolved.body).toBe('a note');
    expect(resolved.title === 'The dispute was settled').toBe(locale === 'en');
    const codes = ['dismissed', 'done', 'warned', 'message_removed', 'user_disabled'] as const;
    const reports = codes.map((code) => noticeText({ title: '', body: 'In English.', report: { code } }, locale));
    expect(new Set(reports.map(({ body }) => body)).size).toBe(codes.length);
    for (const { title, body } of reports) expect([title, body]).not.toContain('');
    expect(reports.some(({ body }) => body === 'In English.')).toBe(false);
  });

  it('is English where the language is none of ours, and as the server has it where the code is new', () => {
    expect(noticeText({ title: '', body: '', report: { code: 'done' } }, 'fr').title).toBe('About a report');
    expect(noticeText({ title: 'New', body: 'b', dispute: dispute('brand_new') }, null)).toEqual({
      title: 'New',
      body: 'b',
    });
  });

  it('leaves out what the server itself wrote in English beside it', () => {
    const joined = { title: 'A manager joined', body: 'Lena joined.', dispute: dispute('joined') };
    expect(noticeText(joined, 'es').body).toBe('');
  });
});
