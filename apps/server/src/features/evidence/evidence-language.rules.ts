import { readFileSync } from 'node:fs';
import { invalid } from '../../kernel/errors.js';
import { sayEvidence, type Speech } from './verifier/say-evidence.mjs';

/** The words of the pages, which the verifier carries with it: one file for both. */
export const EVIDENCE_WORDS_FILE = readFileSync(new URL('./verifier/words.json', import.meta.url), 'utf8');

export const EVIDENCE_LANGUAGES = ['en', 'es', 'ur', 'ar'] as const;
export type EvidenceLanguage = (typeof EVIDENCE_LANGUAGES)[number];

const WORDS: Readonly<Record<EvidenceLanguage, Readonly<Record<string, unknown>>>> = JSON.parse(EVIDENCE_WORDS_FILE);

/**
 * The language of a page: the one that is asked for, else the one of ours that the browser likes best, else English.
 * @throws CommandError `invalid_payload` for a language that there is not
 */
export function evidenceLanguage(asked: string | null, accepted: string | undefined): EvidenceLanguage {
  if (asked !== null) {
    const found = ours(asked);
    if (found === undefined) throw invalid('lang', `must be one of ${EVIDENCE_LANGUAGES.join(', ')}`);
    return found;
  }
  const liked = (accepted ?? '').split(',').map((part) => {
    const [tag = '', ...params] = part.split(';').map((one) => one.trim());
    const weight = Number(params.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    return { language: ours(tag), weight: Number.isNaN(weight) ? 0 : weight };
  });
  // Of equal weight the first: sorting is stable.
  return (
    liked.sort((a, b) => b.weight - a.weight).find(({ language, weight }) => language !== undefined && weight > 0)
      ?.language ?? 'en'
  );
}

const ours = (tag: string): EvidenceLanguage | undefined =>
  EVIDENCE_LANGUAGES.find((one) => one === tag.toLowerCase().split('-')[0]);

/** Says things in one language. */
export interface EvidenceWords extends Speech {
  readonly language: EvidenceLanguage;
}

export function evidenceWords(language: EvidenceLanguage): EvidenceWords {
  return { language, ...sayEvidence(WORDS[language]) };
}
