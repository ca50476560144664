export type CannedVariable = (typeof CANNED_VARIABLES)[number];

/** What a text may hold, filled in from the case. */
export const CANNED_VARIABLES = ['customer', 'provider', 'me', 'job', 'price', 'reason', 'wish', 'settle_by'] as const;

export type CannedValues = Readonly<Partial<Record<CannedVariable, string>>>;

const VARIABLE = /\{(\w+)\}/g;

export interface FilledText {
  readonly text: string;
  /** Variables for which the case has no value, left as they are: somebody has to see to them. */
  readonly missing: readonly string[];
}

/** Puts values in place of variables; anything else in braces is left alone. */
export function fillCannedText(text: string, values: CannedValues): FilledText {
  const missing: string[] = [];
  const filled = text.replace(VARIABLE, (whole, name: string) => {
    if (!isVariable(name)) return whole;
    const value = values[name];
    if (value !== undefined && value !== '') return value;
    missing.push(name);
    return whole;
  });
  return { text: filled, missing: [...new Set(missing)] };
}

/** The text with which a draft goes on: on a line of its own when there was one. */
export function insertIntoDraft(draft: string, text: string): string {
  const before = draft.trimEnd();
  return before === '' ? text : `${before}\n${text}`;
}

function isVariable(name: string): name is CannedVariable {
  return (CANNED_VARIABLES as readonly string[]).includes(name);
}
