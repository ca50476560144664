import { readFileSync } from 'node:fs';
import { findContacts } from '../contacts.rules.js';
import type { Span } from '../placed-text.js';

export interface LabelledLine {
  readonly language: string;
  readonly text: string;
  readonly contacts: readonly Span[];
}

/** Lines of `corpus/<name>.txt`, with the parts that are labelled ⟦so⟧. */
export function readCorpus(name: 'tuned' | 'held-out'): LabelledLine[] {
  let language = '';
  const lines: LabelledLine[] = [];
  for (const line of readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8').split('\n')) {
    if (/^# [a-z]{2}$/.test(line)) language = line.slice(2);
    else if (line !== '' && !line.startsWith('# ')) lines.push({ language, ...unlabelled(line) });
  }
  return lines;
}

function unlabelled(line: string): { text: string; contacts: Span[] } {
  let text = '';
  const contacts: Span[] = [];
  for (const [index, part] of line.split(/[⟦⟧]/).entries()) {
    if (index % 2 === 1) contacts.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return { text, contacts };
}

export interface Measured {
  readonly lines: number;
  /** Labelled contact details, and those of which enough was masked. */
  readonly contacts: number;
  readonly found: number;
  /** Parts that were masked, and those that had nothing to do with a contact detail. */
  readonly masked: number;
  readonly wrong: number;
  readonly recall: number;
  readonly precision: number;
  /** The lines that went wrong, and how. */
  readonly faults: readonly string[];
}

/** A contact detail counts as found when no more than this of it stays to be read. */
const LEFT_MAX = 0.25;

export function measureCorpus(lines: readonly LabelledLine[]): Measured {
  let [contacts, found, masked, wrong] = [0, 0, 0, 0];
  const faults: string[] = [];
  for (const { text, contacts: labelled } of lines) {
    const parts = findContacts(text);
    const covered = (span: Span) => parts.reduce((sum, part) => sum + overlap(span, part), 0);
    const missed = labelled.filter((span) => covered(span) < (span.end - span.start) * (1 - LEFT_MAX));
    const needless = parts.filter((part) => !labelled.some((span) => overlap(span, part) > 0));
    contacts += labelled.length;
    found += labelled.length - missed.length;
    masked += parts.length;
    wrong += needless.length;
    faults.push(...missed.map(({ start, end }) => `missed “${text.slice(start, end)}” in: ${text}`));
    faults.push(...needless.map(({ kind, start, end }) => `${kind} “${text.slice(start, end)}” in: ${text}`));
  }
  return {
    lines: lines.length,
    contacts,
    found,
    masked,
    wrong,
    recall: found / contacts,
    precision: 1 - wrong / masked,
    faults,
  };
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}
