import { MAGNITUDES, NUMBER_WORDS, REPEATS, TENS } from './number-words.js';
import type { Span } from './placed-text.js';

/** Digits with what people put between them; a small letter may stand for a digit between two of them. */
const DIGITS = /(?:\+|\b00)?[ (]*\d(?:[ \t]*[-–.()/·,_*]*[ \t]*(?:\d|(?<=\d[- .]?)[oli](?=[\doli])))*\d?(?!\w)/gu;
/** The same with letters for digits also at the beginning: they have to be followed by five digits. */
const DISGUISED = /(?<![\p{L}\d])[oli\d](?:[ .-]?[oli\d]){7,14}(?![\p{L}\d])/gu;

/** Before a number: it is of something else. */
const SOMETHING_ELSE =
  /(?:#|nº|n°|\bno\.|\bnum\.|order|pedido|invoice|factura|ticket|job(?: number| id| no)?|booking(?: id| number)?|reserva|ref(?:erence|erencia)?(?: no)?\.?|expediente|poliza|policy(?: number)?|tracking(?: number)?|barcode|part no\.?|serial(?: number)?|serie|model|modelo|meter reading|contador(?: numero)?|iban|\biso|\bid|\bip|الطلب|الفاتوره|الحجز|التذكره|ارڈر|آرڈر|بكنگ|ٹكٹ|كوڈ)[\s\p{L}.:º°#-]{0,14}$/u;
/** Before a number: it is a telephone's. */
const OF_A_PHONE =
  /(?:phone|call|cell|mobile|text me|text|whats ?app|tel|movil|telefono|llama\p{L}*|numero|marca|fijo|جوال\p{L}*|هاتف\p{L}*|اتصل|واتس\p{L}*|رقمي|الرقم|فون|كال|نمبر|موبائل)[^\d]{0,30}$/u;
const CURRENCY = /[$€£¥₹﷼]|\b(?:usd|eur|gbp|aed|sar|pkr|mxn|euros?|dollars?|pounds?|pesos?|iva|vat)\b|ريال|درهم|روپي/u;
/** After a number: it is an amount or a measure. */
const MEASURED =
  /^\s*(?:%|usd|eur|gbp|aed|sar|pkr|euros?|dollars?|pounds?|pesos?|iva|[$€£]|mm\b|cm\b|m2?\b|km\b|kg\b|kw\b|hp\b|v\b|hz\b|l\b|miles?|litres?|reviews|opiniones|visits|minutes|ريال|درهم|متر|روپي|سم\b|كيلو)/u;
/** Dates, times and sizes, before the digits are looked at as one number. */
const WRITTEN_OTHERWISE =
  /(?<![-.\d])(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d{2}|\d{2}))(?![-.\d])(?:[\sT]+\d{1,2}[:.]\d{2}(?:\s*-\s*\d{1,2}[:.]\d{2})?)?|\d{1,2}:\d{2}(?:-\d{1,2}:\d{2})?|\d+(?:[.,]\d+)?\s*[x×*]\s*\d+(?:[.,]\d+)?(?:\s*[x×*]\s*\d+(?:[.,]\d+)?)?|(?<![+\d])\d{4}-(?:19|20)\d{2}-\d{3,4}(?!\d)/gu;

const DIGITS_MAX = 15;

/** Telephone numbers in a folded text, in digits or spelled out. */
export function findPhones(text: string): Span[] {
  return [...written(text), ...spelled(text)];
}

function* written(text: string): Generator<Span> {
  // What is written otherwise is blotted out, place for place.
  const rest = text.replaceAll(WRITTEN_OTHERWISE, (match) => '\u0000'.repeat(match.length));
  for (const pattern of [DIGITS, DISGUISED]) {
    for (const match of rest.matchAll(pattern)) {
      const lead = /^[\s(]*(?=[\d(+])/u.exec(match[0])?.[0].replace('(', '').length ?? 0;
      const start = match.index + lead;
      const number = match[0].slice(lead).trimEnd();
      if (isPhone(number, text.slice(0, start), text.slice(start + number.length)))
        yield { start, end: start + number.length };
    }
  }
}

function isPhone(number: string, before: string, after: string): boolean {
  const digits = number.replaceAll(/[^\doli]/g, '');
  const count = digits.length;
  if (count < 7 || count > DIGITS_MAX || (digits.match(/\d/g)?.length ?? 0) < 5) return false;
  if (MEASURED.test(after) || /[$€£]\s*$/u.test(before) || CURRENCY.test(after.slice(0, 8))) return false;
  if (/^\p{L}/u.test(after) || /[\p{L}_]$/u.test(before)) return false;
  const international = /^(?:\+|00)/.test(number);
  if (international) return count >= 9;
  const near = before.slice(-40);
  if (SOMETHING_ELSE.test(near) && !/(?:phone|mobile|cell)[^\d]*$/u.test(near)) return false;
  if (isAmounts(number)) return false;
  if (count >= 9) return true;
  return OF_A_PHONE.test(near) || /^\d{3}-\d{4}$/.test(number);
}

/** "1,250,000", "12.500,00", "1000 1500 2000 2500", "12/05 13/05": numbers, each for itself. */
function isAmounts(number: string): boolean {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(number) || /^\d{1,3}(?:\.\d{3})+,\d+$/.test(number)) return true;
  if (/^\d{1,2}(?:[., ]\d{3}){2,}$/.test(number)) return true;
  if (/\d[,.]\s+\d/u.test(number) || /,/.test(number.replaceAll(/,\d{3}(?!\d)/g, ''))) return true;
  const groups = number.split(/[^\d]+/).filter((group) => group !== '');
  if (/\d-\d/.test(number) && groups.length === 2 && groups.every(({ length }) => length === 4)) return true;
  // Round numbers in a row are sizes or prices.
  return groups.length >= 2 && groups.every((group) => /^\d{3,4}$/.test(group) && group.endsWith('0'));
}

interface SpelledRun {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  readonly tokens: number;
}

/** Runs of words for numbers that come to at least seven digits. */
function* spelled(text: string): Generator<Span> {
  let run = null as SpelledRun | null;
  let repeat = 1;
  let afterTens = false;
  for (const { 0: token, index } of text.matchAll(/[\p{L}]+|\d+|[^\s\p{L}\d]/gu)) {
    const worth: number | undefined =
      NUMBER_WORDS.get(token) ?? (/^\d{1,4}$/.test(token) && run !== null ? token.length : undefined);
    if (REPEATS.has(token)) {
      repeat = REPEATS.get(token) ?? 1;
      run ??= { start: index, end: index, digits: 0, tokens: 0 };
    } else if (worth !== undefined) {
      // "cuarenta y cuatro" are two digits.
      const digits: number = afterTens && worth === 1 ? 0 : worth * repeat;
      run = {
        start: run?.start ?? index,
        end: index + token.length,
        digits: (run?.digits ?? 0) + digits,
        tokens: (run?.tokens ?? 0) + 1,
      };
      repeat = 1;
      afterTens = TENS.has(token);
    } else if (run !== null && /^(?:y|and|[-.,،·])$/u.test(token) && !(token === 'and' && run.digits < 3)) {
      continue;
    } else {
      if (run !== null && !MAGNITUDES.has(token) && isSpelledPhone(run)) yield { start: run.start, end: run.end };
      run = null;
      repeat = 1;
      afterTens = false;
    }
  }
  if (run !== null && isSpelledPhone(run)) yield { start: run.start, end: run.end };
}

function isSpelledPhone({ digits, tokens }: SpelledRun): boolean {
  return digits >= 7 && tokens >= 4;
}
