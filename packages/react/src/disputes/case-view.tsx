'use client';
import type { ChatSummary, Dispute } from '@stm-chat/protocol';
import { DisputeIcon, InfoIcon, NetworkIcon } from '../components/icons.js';
import { useId, useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { MessagesSkeleton } from '../components/skeletons.js';
import { StatePanel } from '../components/state-panel.js';
import { useMe } from '../hooks/use-chat-client.js';
import { CaseFacts } from './case-facts.js';
import { CaseHeader } from './case-header.js';
import { CasePane, type CasePaneId, type CaseTarget } from './case-pane.js';
import { NoteIcon, PeopleIcon, PersonIcon } from './dispute-icons.js';
import { EarlierLaneName } from './earlier-lane.js';
import { type CaseLane, caseLanes } from './model/case-lanes.js';
import { PaneTabs } from './pane-tabs.js';
import { useChatSummary, useDispute, useDisputes, useDoing } from './use-disputes.js';
import { useColumns } from './use-columns.js';
import { useDisputeWords } from './use-dispute-words.js';
import { partyName } from './words.js';

export interface CaseViewProps {
  readonly disputeId: string;
  /** To the queue: also when the case is no longer mine. */
  readonly onBack: () => void;
}

/** One case on the desk: facts, everybody's chat, and the lanes, as many beside each other as there is room for. */
export function CaseView({ disputeId, onBack }: CaseViewProps) {
  const { t } = useDisputeWords();
  const { client } = useChatContext();
  const state = useDispute(disputeId);
  switch (state.status) {
    case 'loading':
      return <MessagesSkeleton label={t('sheet.loading')} />;
    case 'gone':
      return (
        <StatePanel icon={<DisputeIcon />} title={t('sheet.title')} action={{ label: t('desk.back'), run: onBack }}>
          {t('sheet.gone')}
        </StatePanel>
      );
    case 'failed':
      return (
        <StatePanel
          icon={<NetworkIcon />}
          title={t('desk.failed.title')}
          role="alert"
          action={{ label: t('action.retry'), run: () => void client.connect() }}
        >
          {t('desk.failed.text')}
        </StatePanel>
      );
    case 'ready':
      return <Case key={disputeId} dispute={state.dispute} onBack={onBack} />;
  }
}

function Case({ dispute, onBack }: { readonly dispute: Dispute; readonly onBack: () => void }) {
  const { t } = useDisputeWords();
  const meId = useMe()?.id ?? null;
  const mine = dispute.lsm_id === meId && dispute.status !== 'open';
  const active = mine && dispute.status === 'assigned';
  return (
    <div className="stm-case">
      <CaseHeader dispute={dispute} active={active} onBack={onBack} />
      {mine ? (
        <Panes dispute={dispute} />
      ) : (
        <div className="stm-case__before">
          {dispute.status === 'open' ? <Claim dispute={dispute} /> : <p>{t('case.taken_elsewhere')}</p>}
          <CaseFacts dispute={dispute} summary={undefined} mine={false} onMessage={() => undefined} />
        </div>
      )}
    </div>
  );
}

/** Before the case is somebody's: what taking it means, and the button. */
function Claim({ dispute }: { readonly dispute: Dispute }) {
  const { t } = useDisputeWords();
  const { announce } = useChatContext();
  const disputes = useDisputes();
  const doing = useDoing();
  return (
    <section className="stm-claim" aria-label={t('case.claim')}>
      <p>{t('case.claim_note')}</p>
      <button
        type="button"
        className="stm-button"
        aria-disabled={doing.busy}
        onClick={() =>
          doing.run(
            () => disputes.join(dispute.id),
            () => announce(t('case.claimed')),
          )
        }
      >
        {t(doing.busy ? 'case.claim_busy' : 'case.claim')}
      </button>
      <p className="stm-form__error" role="alert">
        {doing.error}
      </p>
    </section>
  );
}

/** Whose lane a tab shows. */
function LaneLabel({ lane, summary }: { readonly lane: CaseLane; readonly summary: ChatSummary | undefined }) {
  const words = useDisputeWords();
  if (lane.earlier) return <EarlierLaneName chatId={lane.chatId} lane={lane.lane} />;
  if (lane.lane === 'staff') return words.t('lane.staff');
  const userId = lane.lane === 'customer' ? summary?.customer_id : summary?.provider_id;
  return partyName(summary, userId ?? null, lane.lane, words);
}

/** The parts of a case that is mine. */
function Panes({ dispute }: { readonly dispute: Dispute }) {
  const { t } = useDisputeWords();
  const [element, columns] = useColumns();
  const summary = useChatSummary(dispute.chatId);
  const [shown, setShown] = useState<{ left: 'facts' | 'everyone'; right: CasePaneId; one: CasePaneId }>({
    left: 'everyone',
    right: 'customer',
    one: 'everyone',
  });
  const [target, setTarget] = useState<CaseTarget>();
  const panels = [useId(), useId()] as const;
  const lanes = caseLanes(dispute).map((lane) => ({
    id: lane.id,
    label: <LaneLabel lane={lane} summary={summary} />,
    icon: lane.lane === 'staff' ? <NoteIcon /> : <PersonIcon />,
    target: lane.lane,
    chatId: lane.chatId,
  }));
  const facts = { id: 'facts' as const, label: t('case.facts'), icon: <InfoIcon /> };
  const everyone = { id: 'everyone' as const, label: t('lane.everyone'), icon: <PeopleIcon />, chatId: dispute.chatId };
  const onMessage = (seq: number) => {
    setTarget((before) => ({ seq, nth: (before?.nth ?? 0) + 1 }));
    setShown((before) => ({ ...before, left: 'everyone', one: 'everyone' }));
  };
  const pane = (id: CasePaneId) => (
    <CasePane key={id} id={id} dispute={dispute} summary={summary} target={target} onMessage={onMessage} />
  );
  return (
    <div className="stm-case__panes" data-columns={columns} ref={element}>
      {columns === 1 ? (
        <div className="stm-case__column">
          <PaneTabs
            label={t('case.panes')}
            tabs={[facts, everyone, ...lanes]}
            value={shown.one}
            onChange={(one) => setShown({ ...shown, one })}
            panelId={panels[0]}
          />
          <div className="stm-case__panel" id={panels[0]} role="tabpanel" aria-label={t('case.panes')}>
            {pane(shown.one)}
          </div>
        </div>
      ) : (
        <>
          {columns === 3 && <div className="stm-case__column stm-case__column--facts">{pane('facts')}</div>}
          <div className="stm-case__column">
            {columns === 2 && (
              <PaneTabs
                label={t('case.panes')}
                tabs={[facts, everyone]}
                value={shown.left}
                onChange={(left) => setShown({ ...shown, left })}
                panelId={panels[0]}
              />
            )}
            <div className="stm-case__panel" id={panels[0]}>
              {pane(columns === 3 ? 'everyone' : shown.left)}
            </div>
          </div>
          {lanes.length > 0 && (
            <div className="stm-case__column">
              <PaneTabs
                label={t('lane.tabs')}
                tabs={lanes}
                value={lanes.some(({ id }) => id === shown.right) ? shown.right : 'staff'}
                onChange={(right) => setShown({ ...shown, right })}
                panelId={panels[1]}
              />
              <div className="stm-case__panel" id={panels[1]} role="tabpanel" aria-label={t('lane.tabs')}>
                {pane(shown.right)}
              </div>
            </div>
          )}
        </>
      )}
    </div>
  );
}
