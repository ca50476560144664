'use client';
import type { MessageItem } from '@stm-chat/client';
import { useMemo, useRef } from 'react';
import { buildRows, type MessageRow, reuseRows } from '../model/message-rows.js';
import type { Divider } from '../model/unread-divider.js';

/** The rows of a conversation; rows that did not change stay the same objects. */
export function useRows(
  items: readonly MessageItem[],
  meId: number | null,
  dividerAfter: Divider,
): readonly MessageRow[] {
  const previous = useRef<readonly MessageRow[]>([]);
  return useMemo(() => {
    previous.current = reuseRows(previous.current, buildRows(items, { meId, dividerAfter }));
    return previous.current;
  }, [items, meId, dividerAfter]);
}
