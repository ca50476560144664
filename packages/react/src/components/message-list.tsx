'use client';
import type { Conversation } from '@stm-chat/client';
import {
  type KeyboardEvent,
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { EmojiPopover } from '../emoji/emoji-popover.js';
import { useAnchoredScroll } from '../hooks/use-anchored-scroll.js';
import { useAttention } from '../hooks/use-attention.js';
import { useDivider } from '../hooks/use-divider.js';
import { useFloatingDate } from '../hooks/use-floating-date.js';
import { useHistoryPages } from '../hooks/use-history-pages.js';
import { type JumpTarget, useJump } from '../hooks/use-jump.js';
import { useMessageAnnouncements } from '../hooks/use-message-announcements.js';
import { useMessageMenu } from '../hooks/use-message-menu.js';
import { moveRovingFocus } from '../hooks/use-roving-focus.js';
import { useRows } from '../hooks/use-rows.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { useChosen, useSelected } from '../hooks/use-store.js';
import type { ScrollView } from '../hooks/scroll-geometry.js';
import { dayOfRow, type MessageRow, seenSeq } from '../model/message-rows.js';
import { type ListState, listState } from '../model/open-chat.js';
import { type PendingReaction, withPending } from '../model/reactions.js';
import { useLanguage } from './language-context.js';
import { ChatIntro } from './chat-intro.js';
import { FloatingDate } from './floating-date.js';
import { HistoryTop } from './history-top.js';
import { JumpButtons } from './jump-buttons.js';
import type { MessageActions } from './message.js';
import { type MessageCommands, MessageMenu } from './message-menu.js';
import { MessageRowView } from './message-row-view.js';
import { TypingIndicator } from './typing-indicator.js';

export interface MessageListProps {
  readonly conversation: Conversation;
  readonly meId: number | null;
  /** The message to go to: on opening, and whenever it changes. */
  readonly targetSeq?: number | undefined;
  /** Changes when the same target is asked for again. */
  readonly targetKey?: string | undefined;
  readonly commands: MessageCommands;
  /** My reactions that the server has not answered. */
  readonly pending: readonly PendingReaction[];
  /** Set to the ways through this chat, for what stands outside the list. */
  readonly ways?: RefObject<MessageListWays | null> | undefined;
  /** How long a message may be edited and deleted, in milliseconds. */
  readonly editWindowMs: number;
}

export interface MessageListWays {
  /** Shows a message, and offers the way back. */
  readonly to: (seq: number) => void;
  /** A message is being sent from here: goes to the end with it. */
  readonly sent: () => void;
}

/**
 * The messages of a loaded chat. Opens at the target, at the first unread message, or at the end; keeps what is read in
 * its place; loads history at both ends; marks as read what was seen with the page in front.
 */
export const MessageList = memo(function MessageList(props: MessageListProps) {
  const { conversation, meId, targetSeq, targetKey, commands, pending, editWindowMs } = props;
  const state = useChosen(conversation.state, listState);
  const { t } = useLanguage();
  const attention = useAttention();
  const divider = useDivider(conversation, meId, attention);
  const items = useMemo(() => withPending(state.items, pending, meId), [state.items, pending, meId]);
  const rows = useRows(items, meId, divider);
  const pages = useHistoryPages(conversation);
  const date = useFloatingDate();
  const [away, setAway] = useState(false);
  const [returnSeq, setReturnSeq] = useState<number | null>(null);
  const lastSeen = useRef(-1);
  const [unreadAbove, setUnreadAbove] = useState(0);

  const onView = useStableCallback((view: ScrollView) => {
    // Compared here: a state that is set to what it is may be computed once more before it is found to be the same.
    if (view.toEnd > view.viewport !== away) setAway(!away);
    if (view.scrolled) jump.stay();
    if (!jump.settled) return;
    if (view.toStart < view.viewport * 1.5) pages.loadBefore();
    if (view.toEnd < view.viewport * 1.5) pages.loadAfter();
    // Only who goes there by hand: on the way to a quoted message another run of the chat is at its end for a moment.
    if (view.scrolled && view.toEnd < 2 && !state.hasAfter && returnSeq !== null) setReturnSeq(null);
    const row = rows[view.firstRow];
    if (view.scrolled && row !== undefined) date.show(dayOfRow(rows, view.firstRow));
    const unreadRow = rows.findIndex(({ kind }) => kind === 'unread');
    if (unreadRow >= view.firstRow && unreadAbove !== 0) setUnreadAbove(0);
    lastSeen.current = view.lastSeenRow;
    if (attention) conversation.markRead(seenSeq(rows, view.lastSeenRow));
  });

  const scroll = useAnchoredScroll({ rows, hasAfter: state.hasAfter, onView });
  const [first] = useState<JumpTarget>(() => firstTarget(targetSeq, divider));
  const jump = useJump({ conversation, state, rows, scroll, first });
  useMessageAnnouncements(state, meId);

  const { go, goNext } = jump;
  const refresh = useStableCallback(() => scroll.refresh());
  // Coming back to the page, or arriving at the first place, is a look at what is in sight.
  useEffect(refresh, [attention, jump.settled, refresh]);
  useEffect(() => {
    if (targetSeq === undefined) return;
    // A place below the divider was jumped to over what is unread: what is between them.
    const unread = conversation.state.get().summary?.unread ?? 0;
    setUnreadAbove(divider === null ? 0 : Math.max(0, Math.min(unread, targetSeq - divider - 1)));
    // Who was reading elsewhere in this chat, as the search may send one on, can go back there.
    const from = seenSeq(rows, lastSeen.current);
    setReturnSeq(from > 0 ? from : null);
    go({ kind: 'seq', seq: targetSeq });
    // Only when the target changes.
    // eslint-disable-next-line react/exhaustive-deps
  }, [targetSeq, targetKey]);
  const jumpTo = useStableCallback((seq: number, from: number) => {
    setReturnSeq(from > 0 ? from : null);
    go({ kind: 'seq', seq });
  });
  useImperativeHandle(
    props.ways,
    () => ({
      to: (seq) => jumpTo(seq, seenSeq(rows, lastSeen.current)),
      sent: () => goNext({ kind: 'end' }),
    }),
    [jumpTo, goNext, rows],
  );
  const menu = useMessageMenu({ summary: state.summary, meId, editWindowMs, commands });
  const { openMenu, key } = menu;
  const [opened] = useState(() => new Set<string>());
  const actions = useMemo<MessageActions>(
    () => ({
      retry: (clientId) => conversation.retry(clientId),
      discard: (clientId) => conversation.discard(clientId),
      jumpTo,
      react: commands.react,
      reply: commands.reply,
      removePreview: commands.removePreview,
      openMenu,
      key,
      opened,
    }),
    [conversation, jumpTo, commands, openMenu, key, opened],
  );
  const toLatest = useCallback(() => {
    setReturnSeq(null);
    if (!scroll.glideToEnd(state.hasAfter)) go({ kind: 'end' });
  }, [go, scroll, state.hasAfter]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    const isMessage = (row: MessageRow) => row.kind === 'message';
    const edge =
      event.key === 'Home' ? rows.find(isMessage) : event.key === 'End' ? rows.findLast(isMessage) : undefined;
    const onRow = event.target instanceof HTMLElement && event.target.dataset['roving'] !== undefined;
    if (edge === undefined || !plain || !onRow) return moveRovingFocus(event);
    // It may not be drawn: then there is no element to move to.
    event.preventDefault();
    scroll.focusRow(edge.key);
  };
  const drawn = rows.slice(scroll.range.start, scroll.range.end);
  const lastMessage = drawn.findLast((row) => row.kind === 'message');
  return (
    <div className="stm-messages">
      <div
        className="stm-messages__scroller"
        ref={scroll.scroller}
        role="log"
        aria-label={t('conversation.messages')}
        aria-live="off"
        aria-busy={state.loadingBefore || state.loadingAfter}
        tabIndex={0}
      >
        <div className="stm-messages__inner">
          <HistoryTop state={state} pages={pages} />
          {!state.hasBefore && state.summary !== undefined && <ChatIntro summary={state.summary} meId={meId} />}
          <div ref={scroll.lead} />
          <div className="stm-messages__rows" ref={scroll.content} onKeyDown={onKeyDown} role="presentation">
            {drawn.map((row) => (
              <MessageRowView
                key={row.key}
                row={row}
                summary={state.summary}
                meId={meId}
                highlighted={jump.highlighted === row.key}
                tabStop={row === lastMessage}
                actions={actions}
              />
            ))}
          </div>
          <div ref={scroll.tail} />
        </div>
      </div>
      {menu.shown !== null && (
        <MessageMenu
          {...menu.shown}
          meId={meId}
          commands={commands}
          onMoreReactions={() => menu.shown !== null && menu.pick(menu.shown.message, menu.shown.anchor)}
          onClose={menu.close}
        />
      )}
      {menu.picking !== null && (
        <EmojiPopover
          anchor={menu.picking.anchor}
          align="start"
          onPick={(emoji) => {
            if (menu.picking !== null) commands.react(menu.picking.message, emoji, true);
            menu.endPick();
          }}
          onClose={menu.endPick}
        />
      )}
      <FloatingDate date={date} />
      <Typing conversation={conversation} summary={state.summary} />
      <JumpButtons
        away={away || state.hasAfter}
        conversation={conversation}
        onLatest={toLatest}
        unreadAbove={unreadAbove}
        onUnread={() => divider !== null && go({ kind: 'unread', after: divider })}
        onReturn={returnSeq === null ? null : () => jumpTo(returnSeq, 0)}
      />
    </div>
  );
});

/** Follows who writes by itself: the messages have no part in it. */
function Typing({ conversation, summary }: Pick<MessageListProps, 'conversation'> & Pick<ListState, 'summary'>) {
  return <TypingIndicator typing={useSelected(conversation.state, ({ typing }) => typing)} summary={summary} />;
}

function firstTarget(targetSeq: number | undefined, divider: number | null): JumpTarget {
  if (targetSeq !== undefined) return { kind: 'seq', seq: targetSeq };
  return divider === null ? { kind: 'end' } : { kind: 'unread', after: divider };
}
