import { useMe } from '@stm-chat/react';
import { Link } from 'wouter';
import { useText } from '../text/use-text.js';
import { useRunningDisputes } from './dispute-bundle.js';

/** The way to the desk, with the number of cases that wait. */
export function DeskLink() {
  const t = useText();
  const meId = useMe()?.id;
  const { disputes } = useRunningDisputes();
  const waiting = disputes.filter(({ status, lsm_id }) => status === 'open' && lsm_id !== meId).length;
  return (
    <Link className="desk-link" href="/cases">
      {t('cases.title')}
      {waiting > 0 && (
        <span className="stm-badge">
          <span aria-hidden="true">{waiting}</span>
          <span className="stm-hidden">{t('cases.waiting', { count: waiting })}</span>
        </span>
      )}
    </Link>
  );
}
