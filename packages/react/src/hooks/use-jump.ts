'use client';
import type { Conversation } from '@stm-chat/client';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { lastSeq, type MessageRow, rowOfSeq } from '../model/message-rows.js';
import type { ListState } from '../model/open-chat.js';
import type { AnchoredScroll } from './use-anchored-scroll.js';
import { useStableCallback } from './use-stable-callback.js';

/** A place in the chat to go to; its messages are loaded first where they are not. */
export type JumpTarget =
  | { readonly kind: 'seq'; readonly seq: number }
  /** The unread divider, which stands after this `seq`. */
  | { readonly kind: 'unread'; readonly after: number }
  | { readonly kind: 'end' };

export interface Jumps {
  readonly go: (target: JumpTarget) => void;
  /** As `go`, once the rows have changed. */
  readonly goNext: (target: JumpTarget) => void;
  /** The reader chose a place: whatever was on its way to another one stops. */
  readonly stay: () => void;
  /** False until the first place was reached: before that, nothing in sight was chosen by the reader. */
  readonly settled: boolean;
  /** The row to draw attention to, for a moment. */
  readonly highlighted: string | null;
}

export interface JumpOptions {
  readonly conversation: Conversation;
  readonly state: ListState;
  readonly rows: readonly MessageRow[];
  readonly scroll: AnchoredScroll;
  readonly first: JumpTarget;
}

const HIGHLIGHT_MS = 2000;
/** The divider stands this far below the top, so that a little of what was read is seen above it. */
const UNREAD_TOP_PX = 96;

/** Goes to places in a chat: at once where they are loaded, else after loading around them. */
export function useJump({ conversation, state, rows, scroll, first }: JumpOptions): Jumps {
  const pending = useRef<JumpTarget | null>(first);
  const load = useRef<'none' | 'running' | 'done'>('none');
  const [loads, setLoads] = useState(0);
  const [settled, setSettled] = useState(false);
  const [highlighted, setHighlighted] = useState<string | null>(null);

  const attempt = useStableCallback(() => {
    const target = pending.current;
    if (target === null || load.current === 'running') return;
    const where = whereabouts(state, target);
    if (where === 'coming') return;
    if (where === 'here') {
      const row = placeAt(target, rows, scroll);
      if (row !== null) setHighlighted(row);
    } else if (load.current === 'none') {
      load.current = 'running';
      const loading = target.kind === 'end' ? conversation.loadLatest() : conversation.loadAround(seqOfTarget(target));
      void loading.then(() => {
        load.current = 'done';
        setLoads((count) => count + 1);
      });
      return;
    }
    // Arrived, or it could not be loaded: then where the reader is now is as good as any place.
    pending.current = null;
    load.current = 'none';
    setSettled(true);
  });

  useLayoutEffect(attempt, [state, rows, loads, attempt]);

  useEffect(() => {
    if (highlighted === null) return;
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted]);

  const goNext = useCallback((target: JumpTarget) => {
    pending.current = target;
    if (load.current === 'done') load.current = 'none';
  }, []);
  const go = useCallback(
    (target: JumpTarget) => {
      goNext(target);
      attempt();
    },
    [goNext, attempt],
  );
  const stay = useCallback(() => {
    pending.current = null;
    setSettled(true);
  }, []);
  return { go, goNext, stay, settled, highlighted };
}

/** Moves to a place that is loaded. Answers the row to draw attention to, if any. */
function placeAt(target: JumpTarget, rows: readonly MessageRow[], scroll: AnchoredScroll): string | null {
  if (target.kind === 'unread' && scroll.toRow('unread', UNREAD_TOP_PX)) return null;
  const row = target.kind === 'seq' ? rowOfSeq(rows, target.seq) : undefined;
  if (row !== undefined && scroll.toRow(row.key, 'center')) return row.key;
  scroll.toEnd();
  return null;
}

function seqOfTarget(target: Exclude<JumpTarget, { kind: 'end' }>): number {
  return target.kind === 'seq' ? target.seq : target.after + 1;
}

/** Whether a place is among what is loaded, must be loaded, or comes by itself while the chat catches up. */
function whereabouts(state: ListState, target: JumpTarget): 'here' | 'elsewhere' | 'coming' {
  const { items, hasBefore, hasAfter, lastSeq: known, live } = state;
  if (target.kind === 'end') return hasAfter ? 'elsewhere' : 'here';
  const seq = seqOfTarget(target);
  const oldest = items.find((item) => item.kind === 'message');
  if (hasBefore && (oldest === undefined || oldest.message.seq > seq)) return 'elsewhere';
  if (lastSeq(items) >= seq) return 'here';
  if (hasAfter) return 'elsewhere';
  return !live && known >= seq ? 'coming' : 'here';
}
