'use client';
import { memo, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { PlayingElsewhere } from '../attachments/playing-elsewhere.js';
import { useComposerFiles } from '../attachments/use-composer-files.js';
import { useFileDrop } from '../attachments/use-file-drop.js';
import { useMe } from '../hooks/use-chat-client.js';
import { useChatPrefs } from '../hooks/use-chat-prefs.js';
import { usePins } from '../hooks/use-pins.js';
import { useOpened } from '../hooks/use-conversation.js';
import { hasTouchKeyboard } from '../hooks/touch-keyboard.js';
import { useMessageCommands } from '../hooks/use-message-commands.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { useChosen } from '../hooks/use-store.js';
import { frameState } from '../model/open-chat.js';
import { chatName } from '../text/names.js';
import { useChatContext } from './chat-context.js';
import { BlockedNote, isBlocked } from './blocked-note.js';
import { ChatDetails } from './chat-details.js';
import { ChatPart } from './chat-part.js';
import { useLanguage } from './language-context.js';
import { Composer, type ComposerWords } from './composer.js';
import { ConversationContext } from './conversation-context.js';
import { ConversationHeader } from './conversation-header.js';
import { ConversationWaiting } from './conversation-waiting.js';
import { DeleteDialog } from './delete-dialog.js';
import { DetailsDialog } from './details-dialog.js';
import { ForwardDialog } from './forward-dialog.js';
import { LockIcon } from './icons.js';
import { MessageList, type MessageListWays } from './message-list.js';
import { Notice } from './notice.js';
import { PinsBar } from './pins-bar.js';
import { ReportDialog } from './report-dialog.js';

export interface ConversationProps {
  readonly chatId: string;
  /** A message to show on opening, or when it changes: what a link points to. */
  readonly targetSeq?: number | undefined;
  /** Changes when the same message is to be shown again. */
  readonly targetKey?: string | undefined;
  /** Shows a way back; for pages that show one thing at a time. */
  readonly onBack?: (() => void) | undefined;
  /** How long messages may be edited and deleted, in milliseconds; the server's default, 15 minutes, when left out. */
  readonly editWindowMs?: number | undefined;
  /** False: Enter begins a line, and Ctrl+Enter sends. */
  readonly enterSends?: boolean | undefined;
  /** Stands instead of the header and of the job beside the messages: for a chat that is shown inside something else. */
  readonly pane?: ConversationPane | undefined;
}

/** How a chat looks as a pane of a page that shows several at once. */
export interface ConversationPane {
  readonly header: ReactNode;
  /** Above the field: whom it writes to, and whatever helps to write. */
  readonly writing: ReactNode;
  readonly words: ComposerWords;
  /** Stands instead of the field, where it is known that nothing can be written. */
  readonly locked?: ReactNode;
}

/** One open chat: header, messages, composer, and the job beside them where there is room. */
export const Conversation = memo(function Conversation(props: ConversationProps) {
  // Another chat is another conversation: nothing of the last one's places may stay.
  return <OpenChat key={props.chatId} {...props} />;
});

const EDIT_WINDOW_MS = 15 * 60_000;

function OpenChat(props: ConversationProps) {
  const { chatId, targetSeq, targetKey, onBack, editWindowMs = EDIT_WINDOW_MS, enterSends, pane } = props;
  const { t, formats } = useLanguage();
  const { Banner } = useChatContext().parts;
  const me = useMe();
  const meId = me?.id ?? null;
  const conversation = useOpened(chatId, targetSeq);
  const { phase, summary, live } = useChosen(conversation.state, frameState);
  const { pending, ...acting } = useMessageCommands({ conversation, meId, editWindowMs });
  const pins = usePins(chatId, live);
  const ways = useRef<MessageListWays>(null);
  const [details, setDetails] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { files, add, take } = useComposerFiles(conversation, {
    onProblem: setProblem,
    onSent: () => ways.current?.sent(),
  });
  const writable = summary !== undefined && summary.status !== 'closed' && pane?.locked === undefined;
  const drop = useFileDrop(writable && acting.mode?.kind !== 'edit' ? add : undefined);
  const back = useStableCallback(() => onBack?.());
  const showDetails = useCallback(() => setDetails(true), []);
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const ready = phase === 'ready';
  const { forward } = acting.commands;
  const shared = useMemo(() => ({ conversation, summary, meId, forward }), [conversation, summary, meId, forward]);

  useEffect(() => {
    // Several panes would take the focus from each other.
    if (!ready || pane !== undefined) return;
    // With a keyboard one writes at once; on a touch screen the keyboard would cover what there is to read.
    (hasTouchKeyboard() ? heading.current : (field.current ?? heading.current))?.focus({ preventScroll: true });
    // eslint-disable-next-line react/exhaustive-deps
  }, [ready]);

  // Opening a chat answers "mark as unread"; marking it while it is open is for the next time.
  const change = useChatPrefs(setProblem);
  useEffect(() => {
    if (ready && conversation.state.get().summary?.prefs.marked_unread === true)
      change(chatId, { marked_unread: false });
    // eslint-disable-next-line react/exhaustive-deps
  }, [ready]);

  if (!ready || summary === undefined) {
    return <ConversationWaiting chatId={chatId} phase={phase} onBack={onBack} />;
  }
  const name = chatName(summary, meId, t, formats);
  return (
    <ConversationContext value={shared}>
      <section className="stm-conversation" aria-label={t('conversation.label', { name })}>
        <div className="stm-conversation__thread" role="presentation" {...drop.target}>
          {drop.overlay}
          {pane === undefined ? (
            <ConversationHeader
              summary={summary}
              meId={meId}
              heading={heading}
              onBack={onBack === undefined ? undefined : back}
              onDetails={showDetails}
              onError={setProblem}
            />
          ) : (
            pane.header
          )}
          <PinsBar
            pins={pins}
            summary={summary}
            onJump={(seq) => ways.current?.to(seq)}
            onUnpin={writable ? (message) => acting.commands.pin(message, false) : undefined}
          />
          {pane === undefined && Banner !== undefined && (
            <ChatPart>
              <Banner summary={summary} meId={meId} />
            </ChatPart>
          )}
          {pane === undefined && <PlayingElsewhere chatId={chatId} />}
          <MessageList
            conversation={conversation}
            meId={meId}
            targetSeq={targetSeq}
            targetKey={targetKey}
            ways={ways}
            pending={pending}
            commands={acting.commands}
            editWindowMs={editWindowMs}
          />
          <Notice
            text={acting.notice ?? problem}
            onDismiss={() => {
              acting.dismiss();
              setProblem(null);
            }}
          />
          {summary.status === 'closed' || pane?.locked !== undefined ? (
            <p className="stm-closed-note">
              <LockIcon />
              {pane?.locked ?? t('conversation.closed')}
            </p>
          ) : isBlocked(summary, meId, summary.lsm_id) ? (
            <BlockedNote summary={summary} meId={meId} onError={setProblem} />
          ) : (
            <Composer
              chatId={chatId}
              name={name}
              field={field}
              onTyping={(isTyping) => conversation.setTyping(isTyping)}
              mode={acting.mode}
              enterSends={enterSends}
              onCancel={acting.cancel}
              onEditLast={acting.editLast}
              words={pane?.words}
              files={files}
              above={pane?.writing}
              onSend={(text) => {
                if (acting.submit(text, take())) ways.current?.sent();
              }}
            />
          )}
        </div>
        {pane === undefined && (
          <aside className="stm-conversation__details" aria-label={t('conversation.details')}>
            <ChatDetails summary={summary} meId={meId} />
          </aside>
        )}
        {acting.doomed !== null && <DeleteDialog message={acting.doomed} onClose={acting.spare} />}
        {acting.reported !== null && (
          <ReportDialog
            message={acting.reported}
            blockable={acting.reported.sender_type !== 'lsm'}
            onClose={acting.endReport}
          />
        )}
        {acting.forwarded !== null && <ForwardDialog message={acting.forwarded} onClose={acting.endForward} />}
        {details && <DetailsDialog summary={summary} meId={meId} onClose={() => setDetails(false)} />}
      </section>
    </ConversationContext>
  );
}
