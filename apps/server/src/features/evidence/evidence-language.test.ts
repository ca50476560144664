import { readFileSync } from 'node:fs';
import { DISPUTE_OUTCOMES, DISPUTE_REASONS, DISPUTE_WISHES } from '@stm-chat/protocol';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_LANGUAGES, EVIDENCE_WORDS_FILE, evidenceLanguage, evidenceWords } from './evidence-language.rules.js';

describe('the language of the pages of evidence', () => {
  it.each([
    ['ur', 'es', 'ur'],
    ['AR-EG', undefined, 'ar'],
    [null, 'fr, es;q=0.8, ar;q=0.9', 'ar'],
    [null, 'fr-FR, ur-PK;q=0.7', 'ur'],
    [null, 'es;q=0, en;q=0.1', 'en'],
    [null, 'fr', 'en'],
    [null, undefined, 'en'],
    [null, ';;q=x,,', 'en'],
  ])('asked for %s, with Accept-Language %s it is %s', (asked, accepted, language) => {
    expect(evidenceLanguage(asked, accepted)).toBe(language);
  });

  it('refuses one that there is not', () => {
    for (const asked of ['fr', '', 'toString']) expect(() => evidenceLanguage(asked, 'es')).toThrow(/lang/);
  });

  it('has every text with its parameters in all four', () => {
    const words = JSON.parse(EVIDENCE_WORDS_FILE);
    expect(Object.keys(words)).toEqual([...EVIDENCE_LANGUAGES]);
    const shape = (texts: object): unknown =>
      Object.entries(texts).map(([key, text]) => [
        key,
        typeof text === 'string' ? [text !== '', (text.match(/\{\w+\}/g) ?? []).toSorted()] : shape(text),
      ]);
    for (const language of EVIDENCE_LANGUAGES) expect(shape(words[language])).toEqual(shape(words.en));
  });

  it('says what it has no text for as it stands', () => {
    const { say, field, value } = evidenceWords('ar');
    expect([say('some_thing'), field('some_thing'), field('toString'), field('fields')]).toEqual([
      'some thing',
      'some thing',
      'toString',
      'fields',
    ]);
    expect([value('status', 'other'), value('reason', 'toString'), value('details', 'resolved')]).toEqual([
      'other',
      'toString',
      'resolved',
    ]);
  });

  it('knows every reason, wish and outcome that the lists offer', () => {
    const known = [DISPUTE_REASONS, DISPUTE_WISHES, DISPUTE_OUTCOMES].flatMap((texts) => Object.values(texts));
    for (const text of known) {
      expect(evidenceWords('en').value('reason', text)).toBeTypeOf('string');
      for (const language of ['es', 'ur', 'ar'] as const)
        expect([text, evidenceWords(language).value('reason', text)]).not.toEqual([text, text]);
    }
  });

  const names = new Map<unknown, string>([
    [40, 'Sana Mirza'],
    [41, 'Tariq Aziz'],
  ]);
  const said = (language: 'en' | 'ar', code: string, params: object) =>
    evidenceWords(language).message({ deleted_at: null, message: 'as stored', system: { code, params } }, (id) =>
      names.get(id),
    );

  it('says again what the system said, by its code, and leaves what it does not know', () => {
    expect(said('en', 'dispute_opened', { user_id: 40, role: 'customer', reason: 'Nobody came' })).toBe(
      'Sana Mirza opened a dispute: Nobody came',
    );
    expect(said('ar', 'dispute_opened', { user_id: 7, role: 'customer', reason: 'Nobody came' })).toBe(
      'فتح \u2068العميل\u2069 نزاعًا: \u2068لم يحضر أحد\u2069',
    );
    expect(said('en', 'dispute_handed_over', { user_id: 41, from_user_id: 40 })).toMatch(
      /^Sana Mirza handed the case over to Tariq Aziz,/,
    );
    const resolved = { user_id: 40, resolution: 'decision', outcome: 'Refund of 40 %', note: '{name}' };
    expect(said('en', 'dispute_resolved', resolved)).toBe(
      'Sana Mirza settled the dispute as local service manager: Refund of 40 %\nReason: {name}',
    );
    const agreed = 'refund of 25.5 %, the work is done again, on 2026-12-01, on 2026-12-02, of course';
    expect(said('en', 'dispute_resolved', { resolution: 'agreement', outcome: agreed })).toBe(
      'The dispute was settled by agreement: Refund of 25.5 % · The work is done again by 2026-12-01 · on 2026-12-02, of course',
    );
    for (const lane of ['customer', 'provider', 'staff'])
      expect(said('ar', 'lane_opened', { lane })).not.toBe('as stored');
    for (const [code, params] of [
      ['something_new', {}],
      ['lane_opened', { lane: 'admin' }],
    ] as const)
      expect(said('ar', code, params)).toBe('as stored');
  });

  it('says an offer and its parts in the language, and keeps what people wrote', () => {
    const offer = { terms: { refund_amount: '40.00', currency: 'EUR', redo: true, text: 'I am sorry. {terms}' } };
    const message = { deleted_at: null, message: 'Offer: …', offer };
    expect(evidenceWords('es').message(message, () => undefined)).toBe(
      'Oferta: Devolución de 40.00 EUR · El trabajo se repite · I am sorry. {terms}',
    );
    const { value } = evidenceWords('es');
    expect(value('settlement', { id: 'x', terms: { refund_percent: 5 } })).toBe('Devolución del 5 %');
    expect(value('evidence', [3, 12])).toBe('#3, #12');
    expect(value('lanes', [{ lane: 'customer', chatId: 'x' }])).toBe('cliente');
    expect(value('made_for', { userId: 5, as: 'lsm' })).toBe('usuario 5 · como gestor local');
    expect([value('status', 'resolved'), value('ended', 'silent')]).toEqual(['resuelta', 'no respondió a tiempo']);
  });

  it('has words for every fault that the verifier finds', () => {
    const source = readFileSync(new URL('./verifier/verify-evidence.mjs', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/new NotGenuine\(\s*'(\w+)'/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(10);
    const { problems } = JSON.parse(EVIDENCE_WORDS_FILE).en;
    expect([...new Set([...codes, 'unreadable'])].toSorted()).toEqual(Object.keys(problems).toSorted());
    expect(evidenceWords('ur').problem({ code: 'place', params: { n: 7 } })).toContain('7');
  });
});
