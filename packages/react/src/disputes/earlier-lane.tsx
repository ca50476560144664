'use client';
import type { Lane } from '@stm-chat/protocol';
import { LanePane } from './lane-pane.js';
import { useDisputeWords } from './use-dispute-words.js';
import { useChatSummary } from './use-disputes.js';

export interface EarlierLaneProps {
  readonly chatId: string;
  readonly lane: Lane;
}

/** Whose lane it was. */
function useWhose({ chatId, lane }: EarlierLaneProps): string {
  const { t } = useDisputeWords();
  const summary = useChatSummary(chatId);
  const name = summary?.former_members?.findLast(({ role }) => role === lane)?.name;
  return name === undefined || name === '' ? t(lane === 'staff' ? 'lane.staff' : `system.the_${lane}`) : name;
}

/** On its tab. */
export function EarlierLaneName(props: EarlierLaneProps) {
  const { t } = useDisputeWords();
  return t('lane.earlier', { name: useWhose(props) });
}

/** What was said in private with somebody whose seat another person has now: to be read, closed as it is. */
export function EarlierLane(props: EarlierLaneProps) {
  const { t } = useDisputeWords();
  const name = useWhose(props);
  const closed = t('lane.earlier_closed', { name });
  return <LanePane chatId={props.chatId} target={props.lane} name={name} left locked={closed} />;
}
