'use client';
import type { ReactNode } from 'react';
import { useChatClient, useMe } from '../hooks/use-chat-client.js';
import { useSelected } from '../hooks/use-store.js';
import type { FrameState } from '../model/open-chat.js';
import { chatName } from '../text/names.js';
import { BackButton } from './back-button.js';
import { ChatAvatar } from './chat-avatar.js';
import { useLanguage } from './language-context.js';
import { ChatsIcon, NetworkIcon } from './icons.js';
import { JobFacts } from './job-facts.js';
import { MessagesSkeleton } from './skeletons.js';
import { StatePanel } from './state-panel.js';

export interface ConversationWaitingProps {
  readonly chatId: string;
  readonly phase: FrameState['phase'];
  readonly onBack?: (() => void) | undefined;
}

/** Before there is a chat to show: loading, or why there is none. */
export function ConversationWaiting({ chatId, phase, onBack }: ConversationWaitingProps) {
  const { t } = useLanguage();
  const client = useChatClient();
  if (phase !== 'failed' && phase !== 'gone') {
    return (
      <Frame chatId={chatId} onBack={onBack}>
        <MessagesSkeleton label={t('conversation.loading')} />
      </Frame>
    );
  }
  if (phase === 'gone') {
    return (
      <Frame chatId={chatId} onBack={onBack}>
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
    <Frame chatId={chatId} onBack={onBack}>
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

type FrameProps = Pick<ConversationWaitingProps, 'chatId' | 'onBack'> & { readonly children: ReactNode };

/** With the name and the job, where the list of chats knows them. */
function Frame({ chatId, onBack, children }: FrameProps) {
  const { t, formats } = useLanguage();
  const meId = useMe()?.id ?? null;
  const known = useSelected(useChatClient().chats, ({ chats }) => chats.find(({ id }) => id === chatId));
  return (
    <div className="stm-conversation">
      <div className="stm-conversation__thread">
        <div className="stm-header">
          <BackButton onBack={onBack} />
          {known !== undefined && (
            <>
              <ChatAvatar summary={known} meId={meId} />
              <div className="stm-header__lines">
                <div className="stm-header__line">
                  <h2 className="stm-header__name" dir="auto">
                    {chatName(known, meId, t, formats)}
                  </h2>
                </div>
                <div className="stm-header__line">
                  <JobFacts summary={known} />
                </div>
              </div>
            </>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}
