import { StatePanel } from '@stm-chat/react';
import { useState } from 'react';
import { Mark } from '../components/mark.js';
import { useText } from '../text/use-text.js';

/** As `.start__wait` has it: what takes no longer shows no mark. */
const LATE_MS = 300;

export interface StartPageProps {
  readonly failed: boolean;
  readonly onRetry: () => void;
}

/** While it is not known whether somebody is signed in: nothing for a moment, then the mark, or what went wrong. */
export function StartPage({ failed, onRetry }: StartPageProps) {
  const t = useText();
  // Counted from when the page was opened: index.html shows the same mark before.
  const [delay] = useState(() => `${Math.max(0, Math.round(LATE_MS - performance.now()))}ms`);
  return (
    <main className="start" aria-busy={!failed}>
      {failed ? (
        <StatePanel
          icon={<Mark />}
          title={t('app.unreachable.title')}
          role="alert"
          action={{ label: t('app.retry'), run: onRetry }}
        >
          {t('app.unreachable.text')}
        </StatePanel>
      ) : (
        <div className="start__wait" role="status" style={{ animationDelay: delay }}>
          <Mark />
          <span className="stm-hidden">{t('app.starting')}</span>
        </div>
      )}
    </main>
  );
}
