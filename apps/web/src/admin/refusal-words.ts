import type { Translate } from '@stm-chat/react';
import type { AdminTexts } from '../text/use-admin-text.js';

type Words = Translate<AdminTexts>;

const FIELDS = {
  name: 'admin.name',
  email: 'account.email',
  password: 'admin.password',
  role: 'account.role',
  region: 'account.region',
} as const;

export interface Refusal {
  /** Which field of the form is at fault; undefined when it is none of them. */
  readonly field: keyof typeof FIELDS | undefined;
  readonly text: string;
}

/** What the server says of a field ("name: must not be empty") in the reader's words. */
export function refusalWords(message: string, t: Words): Refusal {
  const [, field = '', why = ''] = /^(\w+): (.*)$/s.exec(message) ?? [];
  if (!isField(field)) return { field: undefined, text: t('admin.refused') };
  return { field, text: t('admin.invalid', { field: t(FIELDS[field]), why: whyText(why, t) }) };
}

function isField(name: string): name is keyof typeof FIELDS {
  return Object.hasOwn(FIELDS, name);
}

function whyText(why: string, t: Words): string {
  if (/must not be empty|is missing/.test(why)) return t('admin.refused_empty');
  if (/e-mail address/.test(why)) return t('admin.refused_email');
  const [, kind, count] = /must have at (most|least) (\d+) characters/.exec(why) ?? [];
  if (count === undefined) return t('admin.refused_value');
  return t(kind === 'most' ? 'admin.refused_long' : 'admin.refused_short', { count: Number(count) });
}
