import type { ChatPartProps } from '@stm-chat/react';
import { DisputeBanner } from '@stm-chat/react/disputes';
import { Link } from 'wouter';
import { casePath } from '../paths.js';
import { useText } from '../text/use-text.js';

/** The banner of a dispute, with the way to the desk for the LSM who has the case. */
export function CaseBanner(props: ChatPartProps) {
  const t = useText();
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
