'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo, type Ref, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useSelected } from '../hooks/use-store.js';
import { counterparts, findMember } from '../model/people.js';
import { chatName } from '../text/names.js';
import { ChatMenu, type ChatMenuProps } from './chat-menu.js';
import { BackButton } from './back-button.js';
import { ChatAvatar } from './chat-avatar.js';
import { useLanguage } from './language-context.js';
import { InfoIcon, MoreIcon, SealIcon } from './icons.js';
import { JobFacts } from './job-facts.js';
import { Presence } from './presence.js';
import { RoleMark } from './role-mark.js';

export interface ConversationHeaderProps {
  readonly summary: ChatSummary;
  readonly meId: number | null;
  readonly heading: Ref<HTMLHeadingElement>;
  readonly onBack?: (() => void) | undefined;
  readonly onDetails: () => void;
  readonly onError: (text: string) => void;
}

/** Whom the chat is with, in which role, and the facts of the job. */
export const ConversationHeader = memo(function ConversationHeader(props: ConversationHeaderProps) {
  const { summary, meId, heading, onBack, onDetails, onError } = props;
  const { t, formats } = useLanguage();
  const others = counterparts(summary, meId);
  const [only] = others;
  const [menu, setMenu] = useState<HTMLElement | null>(null);
  const mediator = summary.lsm_id === null || summary.lsm_id === meId ? undefined : findMember(summary, summary.lsm_id);
  return (
    <header className="stm-header">
      <BackButton onBack={onBack} />
      <ChatAvatar summary={summary} meId={meId} />
      <div className="stm-header__lines">
        <div className="stm-header__line">
          <h2 className="stm-header__name" ref={heading} tabIndex={-1} dir="auto">
            {chatName(summary, meId, t, formats)}
          </h2>
          {others.length === 1 && only !== undefined && <RoleMark party={only.role} />}
          {mediator !== undefined && (
            <span className="stm-header__mediator">
              <RoleMark party="lsm" short />
              <bdi>{mediator.name}</bdi>
            </span>
          )}
        </div>
        <div className="stm-header__line">
          {others.length === 1 && only !== undefined && <Presence member={only} />}
          <JobFacts summary={summary} />
        </div>
      </div>
      <button
        type="button"
        className="stm-icon-button stm-header__details"
        aria-label={t('conversation.details')}
        onClick={onDetails}
      >
        <InfoIcon />
        {/* Where the line above has no room for it: an official person is among those whom this shows. */}
        {mediator !== undefined && (
          <span className="stm-header__seal" aria-hidden="true">
            <SealIcon />
          </span>
        )}
      </button>
      <button
        type="button"
        className="stm-icon-button"
        aria-label={t('chats.menu')}
        aria-haspopup="menu"
        onClick={(event) => setMenu(event.currentTarget)}
      >
        <MoreIcon />
      </button>
      {menu !== null && <HeaderMenu summary={summary} anchor={menu} onClose={() => setMenu(null)} onError={onError} />}
    </header>
  );
});

type HeaderMenuProps = Omit<ChatMenuProps, 'chat'> & Pick<ConversationHeaderProps, 'summary'>;

/** With what is unread and marked now, which the header itself does not follow. */
function HeaderMenu({ summary, ...menu }: HeaderMenuProps) {
  const { state } = useChatClient().conversation(summary.id);
  return <ChatMenu chat={useSelected(state, (now) => now.summary) ?? summary} {...menu} />;
}
