'use client';
import type { ConversationState } from '@stm-chat/client';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useChatClient, useMe } from '../hooks/use-chat-client.js';
import { useConversation } from '../hooks/use-conversation.js';
import { chatName } from '../text/names.js';
import { ChatDetails } from './chat-details.js';
import { useLanguage } from './language-context.js';
import { Composer } from './composer.js';
import { ConversationContext } from './conversation-context.js';
import { ConversationHeader } from './conversation-header.js';
import { DetailsDialog } from './details-dialog.js';
import { BackIcon, ChatsIcon, LockIcon, NetworkIcon } from './icons.js';
import { MessageList } from './message-list.js';
import { MessagesSkeleton } from './skeletons.js';
import { StatePanel } from './state-panel.js';

export interface ConversationProps {
  readonly chatId: string;
  /** A message to show on opening, or when it changes: what a link points to. */
  readonly targetSeq?: number | undefined;
  /** Shows a way back; for pages that show one thing at a time. */
  readonly onBack?: (() => void) | undefined;
}

/** One open chat: header, messages, composer, and the job beside them where there is room. */
export function Conversation(props: ConversationProps) {
  // Another chat is another conversation: nothing of the last one's places may stay.
  return <OpenChat key={props.chatId} {...props} />;
}

function OpenChat({ chatId, targetSeq, onBack }: ConversationProps) {
  const { t, formats } = useLanguage();
  const me = useMe();
  const meId = me?.id ?? null;
  const open = useConversation(chatId, targetSeq);
  const { conversation, state } = open;
  const { summary } = state;
  const [sent, setSent] = useState(0);
  const [details, setDetails] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const ready = summary !== undefined && (state.status === 'ready' || state.items.length > 0);
  const shared = useMemo(() => ({ summary, meId }), [summary, meId]);

  useEffect(() => {
    if (!ready) return;
    // With a keyboard one writes at once; on a touch screen the keyboard would cover what there is to read.
    const touch = window.matchMedia('(hover: none) and (pointer: coarse)').matches;
    (touch ? heading.current : (field.current ?? heading.current))?.focus({ preventScroll: true });
  }, [ready]);

  if (!ready) return <Waiting state={state} onBack={onBack} />;
  const name = chatName(summary, meId, t, formats);
  return (
    <ConversationContext value={shared}>
      <section className="stm-conversation" aria-label={t('conversation.label', { name })}>
        <div className="stm-conversation__thread">
          <ConversationHeader
            summary={summary}
            meId={meId}
            heading={heading}
            onBack={onBack}
            onDetails={() => setDetails(true)}
          />
          <MessageList open={open} meId={meId} targetSeq={targetSeq} sent={sent} />
          {summary.status === 'closed' ? (
            <p className="stm-closed-note">
              <LockIcon />
              {t('conversation.closed')}
            </p>
          ) : (
            <Composer
              chatId={chatId}
              name={name}
              field={field}
              onTyping={(isTyping) => conversation.setTyping(isTyping)}
              onSend={(text) => {
                conversation.send(text);
                setSent((count) => count + 1);
              }}
            />
          )}
        </div>
        <aside className="stm-conversation__details" aria-label={t('conversation.details')}>
          <ChatDetails summary={summary} meId={meId} />
        </aside>
        {details && <DetailsDialog summary={summary} meId={meId} onClose={() => setDetails(false)} />}
      </section>
    </ConversationContext>
  );
}

/** Before there is a chat to show: loading, or why there is none. */
function Waiting({ state, onBack }: { readonly state: ConversationState; readonly onBack?: (() => void) | undefined }) {
  const { t } = useLanguage();
  const client = useChatClient();
  if (state.status !== 'failed') {
    return (
      <Frame onBack={onBack}>
        <MessagesSkeleton label={t('conversation.loading')} />
      </Frame>
    );
  }
  if (state.error?.code === 'not_found') {
    return (
      <Frame onBack={onBack}>
        <StatePanel
          icon={<ChatsIcon />}
          title={t('conversation.gone.title')}
          role="alert"
          {...(onBack === undefined ? {} : { action: { label: t('conversation.gone.action'), run: onBack } })}
        >
          {t('conversation.gone.text')}
        </StatePanel>
      </Frame>
    );
  }
  return (
    <Frame onBack={onBack}>
      <StatePanel
        icon={<NetworkIcon />}
        title={t('conversation.failed.title')}
        role="alert"
        action={{ label: t('action.retry'), run: () => void client.connect() }}
      >
        {t('conversation.failed.text')}
      </StatePanel>
    </Frame>
  );
}

function Frame({ onBack, children }: { readonly onBack?: (() => void) | undefined; readonly children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div className="stm-conversation">
      <div className="stm-conversation__thread">
        <div className="stm-header">
          {onBack !== undefined && (
            <button
              type="button"
              className="stm-icon-button stm-header__back"
              aria-label={t('conversation.back')}
              onClick={onBack}
            >
              <BackIcon />
            </button>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}
