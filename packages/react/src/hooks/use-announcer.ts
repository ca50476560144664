'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../components/language-context.js';
import { createAnnouncer } from '../model/announcer.js';

/** The text that the live region shows now, and a function to have something said. */
export function useAnnouncer(): { readonly text: string; readonly announce: (text: string) => void } {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const translate = useRef(t);
  useEffect(() => {
    translate.current = t;
  }, [t]);
  const announcer = useMemo(
    () =>
      createAnnouncer({
        show: setText,
        summarise: (count) => translate.current('announce.many', { count }),
        after(ms, task) {
          const timer = setTimeout(task, ms);
          return () => clearTimeout(timer);
        },
      }),
    [],
  );
  useEffect(() => () => announcer.stop(), [announcer]);
  return { text, announce: announcer.announce };
}
