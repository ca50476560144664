'use client';
import type { Message as StoredText } from '@stm-chat/protocol';
import { type KeyboardEvent, memo, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react';
import { hasFiles } from '../attachments/file-shapes.js';
import { MessageFiles } from '../attachments/message-files.js';
import { useKeptFlag } from '../hooks/use-kept-flag.js';
import { useLongPress } from '../hooks/use-long-press.js';
import { useSwipeReply } from '../hooks/use-swipe-reply.js';
import { isLong } from '../model/long-text.js';
import { type MessageRow, timeOf } from '../model/message-rows.js';
import type { PartyRole } from '../model/people.js';
import { isFewEmoji } from '../model/text-length.js';
import { Avatar } from './avatar.js';
import { useLanguage } from './language-context.js';
import { FailedActions } from './failed-actions.js';
import { ForwardedMark } from './forwarded-mark.js';
import { DeletedIcon, MoreIcon, ReplyIcon } from './icons.js';
import { LinkPreview } from './link-preview.js';
import { MessageMeta } from './message-meta.js';
import { MessageReactions } from './message-reactions.js';
import { MessageText } from './message-text.js';
import { Receipts } from './receipts.js';
import { ReplyQuote } from './reply-quote.js';
import { RoleMark } from './role-mark.js';

/** What can be done with messages; the same object for all of them. */
export interface MessageActions {
  readonly retry: (clientId: string) => void;
  readonly discard: (clientId: string) => void;
  /** Shows the message with this `seq`; `from` is where the reader comes from. */
  readonly jumpTo: (seq: number, from: number) => void;
  readonly react: (message: StoredText, emoji: string, active: boolean) => void;
  readonly removePreview: (message: StoredText) => void;
  /** Opens what can be done with a message, beside `anchor`. */
  readonly openMenu: (message: StoredText, anchor: HTMLElement) => void;
  readonly reply: (message: StoredText) => void;
  /** A key pressed on a message: true when it meant something. */
  readonly key: (message: StoredText, key: string) => boolean;
  /** What of the messages is open: receipts, the rest of a long text. */
  readonly opened: Set<string>;
}

export interface MessageProps {
  readonly row: Extract<MessageRow, { kind: 'message' }>;
  readonly senderId: number;
  readonly senderName: string;
  readonly role: PartyRole | null;
  readonly quotedName: string;
  /** Several others write here: names and roles are shown. Between two people everybody knows who is who. */
  readonly group: boolean;
  /** Draws attention to it for a moment. */
  readonly highlighted: boolean;
  /** The one message that Tab reaches; arrow keys go on from there. */
  readonly tabStop: boolean;
  /** Something can be done with it: the chat is open, the message not deleted. */
  readonly actionable: boolean;
  readonly actions: MessageActions;
  /** Instead of its text. */
  readonly card?: ReactNode;
}

/** One message: its bubble, and what belongs to its place in a group. */
export const Message = memo(function Message(props: MessageProps) {
  const { row, senderId, senderName, role, group, highlighted } = props;
  const { t } = useLanguage();
  const { own, first, last } = row;
  const official = role === 'lsm' && !own;
  const side = own ? 'own' : 'other';
  return (
    <article
      className={`stm-message stm-message--${side}`}
      data-first={first || undefined}
      data-last={last || undefined}
      data-official={official || undefined}
      data-highlighted={highlighted || undefined}
    >
      {!own && (
        <span className="stm-message__face">
          {last && <Avatar userId={senderId} name={senderName} party={role} size="small" />}
        </span>
      )}
      <div className="stm-message__main">
        {first && !own && (group || official) ? (
          <div className="stm-message__head">
            <span className="stm-message__name" dir="auto">
              {senderName}
            </span>
            {role !== null && <RoleMark party={role} />}
          </div>
        ) : (
          <span className="stm-hidden">{own ? t('person.you') : senderName}: </span>
        )}
        <Bubble {...props} />
      </div>
    </article>
  );
});

function Bubble({ row, senderName, quotedName, tabStop, actionable, actions, card }: MessageProps) {
  const { t, formats } = useLanguage();
  const [open, setOpen] = useKeptFlag(actions.opened, `receipts ${row.key}`);
  const [within, setWithin] = useState(false);
  const receiptsId = useId();
  const bubble = useRef<HTMLDivElement>(null);
  const { item } = row;
  const stored = item.kind === 'message' ? item.message : null;
  const deleted = stored !== null && stored.deleted_at !== null;
  const text = item.kind === 'outgoing' ? item.text : item.message.message;
  const mentions = item.kind === 'outgoing' ? item.mentions : item.message.mentions;
  const reply = item.kind === 'outgoing' ? item.replyTo : item.message.reply_to;
  const emoji = !deleted && card == null && reply === null && !hasFiles(item) && isFewEmoji(text);
  const files = !deleted && hasFiles(item);
  const look = deleted ? ' stm-bubble--deleted' : emoji ? ' stm-bubble--emoji' : '';
  const target = actionable ? stored : null;
  const openMenu = () => {
    if (target !== null && bubble.current !== null) actions.openMenu(target, bubble.current);
  };
  const [whole, setWhole] = useKeptFlag(actions.opened, `whole ${row.key}`);
  const long = !deleted && card == null && isLong(text);
  const press = useLongPress(openMenu);
  const swipe = useSwipeReply(() => target !== null && actions.reply(target));
  const touch = target === null ? {} : { ...press, ...bothPointers(press, swipe) };
  const onKeyDown = (event: KeyboardEvent) => {
    if (target === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (actions.key(target, event.key)) event.preventDefault();
  };
  return (
    <>
      <div
        className="stm-message__line"
        role="presentation"
        onKeyDown={onKeyDown}
        onFocus={() => setWithin(true)}
        onBlur={() => setWithin(false)}
        {...touch}
      >
        <div
          className={`stm-bubble${look}`}
          data-anchor={row.key}
          data-state={item.state}
          data-files={files ? (text === '' ? 'alone' : 'captioned') : undefined}
          ref={bubble}
        >
          {reply !== null && !deleted && (
            <ReplyQuote reply={reply} name={quotedName} onJump={() => actions.jumpTo(reply.seq, stored?.seq ?? 0)} />
          )}
          {stored?.forwarded === true && !deleted && <ForwardedMark />}
          {files && <MessageFiles item={item} />}
          {/* The first strong letter of the text decides the direction, and with it the side of the time. */}
          {/* What the page says instead of somebody's words runs with the page. */}
          <div className="stm-bubble__body" dir={deleted || card != null ? undefined : 'auto'}>
            <span className="stm-bubble__text" data-short={(long && !whole) || undefined} hidden={files && text === ''}>
              {deleted ? (
                <>
                  <DeletedIcon /> {t('message.deleted')}
                </>
              ) : (
                (card ?? <MessageText text={text} mentions={mentions} />)
              )}
            </span>
            {stored?.preview !== undefined && !deleted && (
              <LinkPreview
                preview={stored.preview}
                onRemove={target !== null && row.own ? () => actions.removePreview(target) : undefined}
              />
            )}
            {long && (
              <button type="button" className="stm-bubble__more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
                {t(whole ? 'message.less' : 'message.more')}
              </button>
            )}
            <MessageMeta
              iso={timeOf(item)}
              edited={stored !== null && stored.edited_at !== null && !deleted}
              pinned={stored?.pinned !== undefined && !deleted}
              state={item.state}
              expanded={open}
              controls={receiptsId}
              tabStop={tabStop}
              onToggle={() => setOpen(!open)}
            />
          </div>
        </div>
        {target !== null && (
          <span className="stm-message__swipe">
            <ReplyIcon />
          </span>
        )}
        {target !== null && (
          <button
            type="button"
            className="stm-message__more"
            aria-label={t(row.own ? 'message.menu_own' : 'message.menu_of', {
              name: senderName,
              time: formats.time(timeOf(item)),
            })}
            aria-haspopup="menu"
            // Next after the message that has the focus; Tab does not stop at every one.
            tabIndex={within ? 0 : -1}
            onClick={openMenu}
          >
            <MoreIcon />
          </button>
        )}
      </div>
      {stored !== null && stored.reactions.length > 0 && (
        <MessageReactions
          message={stored}
          onReact={target === null ? undefined : (emoji, active) => actions.react(target, emoji, active)}
        />
      )}
      {open && <Receipts id={receiptsId} item={item} />}
      {item.kind === 'outgoing' && item.state === 'failed' && (
        <FailedActions
          error={item.error}
          onRetry={() => actions.retry(item.clientId)}
          onDiscard={() => actions.discard(item.clientId)}
        />
      )}
    </>
  );
}

type PointerHandlers = Readonly<Record<(typeof POINTER)[number], (event: PointerEvent<HTMLElement>) => void>>;
const POINTER = ['onPointerDown', 'onPointerMove', 'onPointerUp', 'onPointerCancel'] as const;

/** A touch may become a long press or a swipe: both watch it. */
function bothPointers(one: PointerHandlers, other: PointerHandlers): Partial<PointerHandlers> {
  return Object.fromEntries(
    POINTER.map((name) => [
      name,
      (event: PointerEvent<HTMLElement>) => {
        one[name](event);
        other[name](event);
      },
    ]),
  );
}
