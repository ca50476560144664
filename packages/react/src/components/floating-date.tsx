'use client';
import { memo } from 'react';
import type { FloatingDate as FloatingDateState } from '../hooks/use-floating-date.js';
import { useNow } from '../hooks/use-now.js';
import { useLanguage } from './language-context.js';

/** The day of what is being scrolled past. For the eye alone: the separators say it to everybody else. */
export const FloatingDate = memo(function FloatingDate({ date }: { readonly date: FloatingDateState }) {
  const { formats } = useLanguage();
  const now = useNow();
  if (date.iso === null || date.iso === '') return null;
  return (
    <div className="stm-floating-date" data-visible={date.visible || undefined} aria-hidden="true">
      {formats.day(date.iso, now)}
    </div>
  );
});
