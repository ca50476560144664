'use client';
import { isRunning, nextDeadline } from '@stm-chat/client/disputes';
import type { Dispute } from '@stm-chat/protocol';
import { useState } from 'react';
import { BackIcon, MoreIcon } from '../components/icons.js';
import { useNow } from '../hooks/use-now.js';
import { Menu, MenuItem } from '../kit/menu.js';
import { HandOverDialog, ReleaseDialog, ResolveDialog } from './case-dialogs.js';
import { caseTitle } from './case-row.js';
import { ClockIcon, EyeIcon, OfferIcon } from './dispute-icons.js';
import { timeLeft } from './model/time-left.js';
import { OfferDialog } from './offer-dialog.js';
import { ReadersDialog } from './readers-dialog.js';
import { useDialogs } from './use-disputes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { byText, countdownText, reasonText } from './words.js';

export interface CaseHeaderProps {
  readonly dispute: Dispute;
  /** The case is mine, and runs. */
  readonly active: boolean;
  readonly onBack: () => void;
}

/** Which case it is, how much time there is, and what can be done with it. */
export function CaseHeader({ dispute, active, onBack }: CaseHeaderProps) {
  const words = useDisputeWords();
  const { t } = words;
  const now = useNow();
  const { show, close } = useDialogs();
  const [menu, setMenu] = useState<HTMLElement | null>(null);
  const deadline = isRunning(dispute) ? nextDeadline(dispute) : null;
  const props = { dispute, onClose: close };
  return (
    <header className="stm-case-head">
      <button type="button" className="stm-icon-button" aria-label={t('desk.back')} onClick={onBack}>
        <BackIcon />
      </button>
      <div className="stm-case-head__lines">
        <h2 className="stm-case-head__title" tabIndex={-1} dir="auto">
          {caseTitle(dispute, words)}
        </h2>
        <p className="stm-case-head__reason" dir="auto">
          {reasonText(dispute.reason, words)}
        </p>
      </div>
      {deadline !== null && (
        <p className="stm-case-head__deadline" data-urgency={timeLeft(deadline, now).urgency}>
          <ClockIcon />
          <span>
            <strong>{countdownText(deadline, now, words)}</strong>
            <span className="stm-case-head__until">
              {t(deadline === dispute.answer_by ? 'desk.answer_by' : 'desk.settle_by')} {byText(deadline, now, words)}
            </span>
          </span>
        </p>
      )}
      {active && (
        <>
          <button
            type="button"
            className="stm-button stm-case-head__settle"
            aria-haspopup="dialog"
            onClick={() => show(<ResolveDialog {...props} />)}
          >
            {t('case.resolve')}
          </button>
          <button
            type="button"
            className="stm-icon-button"
            aria-label={t('case.actions')}
            aria-haspopup="menu"
            onClick={(event) => setMenu(event.currentTarget)}
          >
            <MoreIcon />
          </button>
          {menu !== null && (
            <Menu label={t('case.actions')} anchor={menu} align="end" onClose={() => setMenu(null)}>
              <MenuItem icon={<OfferIcon />} onSelect={() => show(<OfferDialog {...props} />)}>
                {t('case.offer')}
              </MenuItem>
              <MenuItem
                icon={<EyeIcon />}
                onSelect={() => show(<ReadersDialog chatId={dispute.chatId} disputeId={dispute.id} onClose={close} />)}
              >
                {t('banner.readers')}
              </MenuItem>
              <MenuItem onSelect={() => show(<HandOverDialog {...props} onLeft={onBack} />)}>
                {t('case.hand_over')}
              </MenuItem>
              <MenuItem onSelect={() => show(<ReleaseDialog {...props} onLeft={onBack} />)}>
                {t('case.release')}
              </MenuItem>
            </Menu>
          )}
        </>
      )}
    </header>
  );
}
