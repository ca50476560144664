import type { ConversationState } from '@stm-chat/client';
import type { ChatSummary } from '@stm-chat/protocol';
import { summaryForFrame, summaryForRows } from './row-summary.js';

/**
 * What the list of messages is drawn from. A chat's state is another one several times for each message: receipts, the
 * reader's own mark, what is unread and who types come one after the other. This is another one when a row is.
 */
export interface ListState extends Pick<
  ConversationState,
  'items' | 'hasBefore' | 'hasAfter' | 'loadingBefore' | 'loadingAfter' | 'live'
> {
  readonly loadError: ConversationState['loadError'] | undefined;
  /** As rows show it: its marks and numbers are of an earlier moment. */
  readonly summary: ChatSummary | undefined;
  /** Of the newest message that is known of, loaded or not; 0: of none. */
  readonly lastSeq: number;
}

/** `before` where nothing of it changed. */
export function listState(state: ConversationState, before: ListState | undefined): ListState {
  const { items, hasBefore, hasAfter, loadingBefore, loadingAfter, loadError, live } = state;
  return sameOr(before, {
    items,
    hasBefore,
    hasAfter,
    loadingBefore,
    loadingAfter,
    live,
    loadError,
    summary: summaryForRows(before?.summary, state.summary),
    lastSeq: state.summary?.last_seq ?? 0,
  });
}

/** What stands around the messages, and whether there is anything to stand around. */
export interface FrameState {
  readonly phase: 'loading' | 'failed' | 'gone' | 'ready';
  /** As a header shows it: its marks and numbers are of an earlier moment. */
  readonly summary: ChatSummary | undefined;
  readonly live: boolean;
}

/** `before` where nothing of it changed. */
export function frameState(state: ConversationState, before: FrameState | undefined): FrameState {
  const summary = summaryForFrame(before?.summary, state.summary);
  return sameOr(before, { phase: phaseOf(state), summary, live: state.live });
}

function phaseOf({ status, error, items, summary }: ConversationState): FrameState['phase'] {
  if (summary !== undefined && (status === 'ready' || items.length > 0)) return 'ready';
  if (status !== 'failed') return 'loading';
  return error?.code === 'not_found' ? 'gone' : 'failed';
}

function sameOr<T extends object>(before: T | undefined, next: T): T {
  if (before === undefined) return next;
  return (Object.keys(next) as (keyof T)[]).every((key) => Object.is(before[key], next[key])) ? before : next;
}
