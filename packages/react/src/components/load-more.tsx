'use client';
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from './language-context.js';

export interface LoadMoreProps {
  /** How many there are now: after each change it looks again whether it is still in sight. */
  readonly loaded: number;
  readonly load: () => Promise<void>;
  readonly label: string;
}

/** The end of a list that goes on: loads the next page when it comes near, and offers to try again when that fails. */
export function LoadMore({ loaded, load, label }: LoadMoreProps) {
  const { t } = useLanguage();
  const marker = useRef<HTMLDivElement>(null);
  const latest = useRef(load);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    const element = marker.current;
    if (element === null || failed) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current().catch(() => setFailed(true));
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [loaded, failed]);

  return (
    <div className="stm-load-more" ref={marker}>
      {failed ? (
        <button type="button" className="stm-button stm-button--quiet" onClick={() => setFailed(false)}>
          {t('action.retry')}
        </button>
      ) : (
        <span className="stm-load-more__busy" role="status">
          {label}
        </span>
      )}
    </div>
  );
}
