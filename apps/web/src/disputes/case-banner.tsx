import type { ChatPartProps } from '@stm-chat/react';
import { DisputeBanner } from '@stm-chat/react/disputes';
import { useLayoutEffect } from 'react';
import { Link } from 'wouter';
import { casePath } from '../paths.js';
import { useText } from '../text/use-text.js';

/** The banner of a dispute, with the way to the desk for the LSM who has the case. */
export function CaseBanner(props: ChatPartProps) {
  const t = useText();
  const shown = props.summary.lane === null && props.summary.status === 'disputed';
  // For the styles of what lies over the page. `:has` would be asked again for every row and every letter.
  useLayoutEffect(() => {
    if (!shown) return;
    document.body.dataset['disputed'] = '';
    return () => void delete document.body.dataset['disputed'];
  }, [shown]);
  return (
    <DisputeBanner
      {...props}
      caseLink={(disputeId) => (
        <Link className="stm-dispute-banner__button" href={casePath(disputeId)}>
          {t('cases.open')}
        </Link>
      )}
    />
  );
}
