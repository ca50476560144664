'use client';
import type { ChatSummary, Dispute } from '@stm-chat/protocol';
import { useMe } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { CannedMenu } from './canned-menu.js';
import { CaseFacts } from './case-facts.js';
import { EarlierLane } from './earlier-lane.js';
import { LanePane } from './lane-pane.js';
import type { CannedValues } from './model/canned-texts.js';
import { caseLanes, type LanePaneId } from './model/case-lanes.js';
import { useDisputeWords } from './use-dispute-words.js';
import { dayText, partyName, reasonText, wishText } from './words.js';

export type CasePaneId = 'facts' | 'everyone' | LanePaneId;

/** A message to show: the `nth` that was asked for. */
export interface CaseTarget {
  readonly seq: number;
  readonly nth: number;
}

export interface CasePaneProps {
  readonly id: CasePaneId;
  readonly dispute: Dispute;
  readonly summary: ChatSummary | undefined;
  readonly target: CaseTarget | undefined;
  readonly onMessage: (seq: number) => void;
}

/** One part of a case: its facts, everybody's chat, or a lane. */
export function CasePane({ id, dispute, summary, target, onMessage }: CasePaneProps) {
  const words = useDisputeWords();
  const { t, formats } = words;
  const values = useCannedValues(dispute, summary);
  const ended = dispute.status !== 'assigned';
  switch (id) {
    case 'facts':
      return <CaseFacts dispute={dispute} summary={summary} mine onMessage={onMessage} />;
    case 'everyone': {
      const others = summary?.members.filter(({ role }) => role !== 'lsm').map(({ name }) => name) ?? [];
      return (
        <LanePane
          chatId={dispute.chatId}
          target="everyone"
          name={formats.list(others)}
          targetSeq={target?.seq}
          targetKey={target === undefined ? undefined : String(target.nth)}
          tools={<CannedMenu chatId={dispute.chatId} values={values} />}
          locked={ended ? t('case.ended_note') : undefined}
        />
      );
    }
    default: {
      const shown = caseLanes(dispute).find((one) => one.id === id);
      if (shown === undefined) return null;
      const { chatId, lane } = shown;
      if (shown.earlier) return <EarlierLane key={chatId} chatId={chatId} lane={lane} />;
      const name =
        lane === 'staff'
          ? ''
          : partyName(
              summary,
              (lane === 'customer' ? summary?.customer_id : summary?.provider_id) ?? null,
              lane,
              words,
            );
      return (
        <LanePane
          key={chatId}
          chatId={chatId}
          target={lane}
          name={name}
          tools={lane === 'staff' ? undefined : <CannedMenu chatId={chatId} values={values} />}
          locked={ended ? t('lane.closed') : undefined}
        />
      );
    }
  }
}

/** What canned texts are filled in with. */
function useCannedValues(dispute: Dispute, summary: ChatSummary | undefined): CannedValues {
  const words = useDisputeWords();
  const me = useMe();
  const now = useNow();
  const job = dispute.job ?? summary?.job;
  const nameOf = (role: 'customer' | 'provider') => summary?.members.find((member) => member.role === role)?.name;
  const values: Record<string, string | undefined> = {
    customer: nameOf('customer'),
    provider: nameOf('provider'),
    me: me?.name,
    job: job?.title ?? summary?.subject,
    price: job?.price === undefined ? undefined : words.formats.money(job.price, job.currency),
    reason: reasonText(dispute.reason, words),
    wish: dispute.wished_outcome === null ? undefined : wishText(dispute.wished_outcome, words),
    settle_by:
      dispute.settle_by === null
        ? undefined
        : `${dayText(dispute.settle_by, now, words)}, ${words.formats.time(dispute.settle_by)}`,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
