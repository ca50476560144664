'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo } from 'react';
import { plainText } from '../text/plain-text.js';
import { useLanguage } from './language-context.js';
import { JobIcon } from './icons.js';

export interface ChatIntroProps {
  readonly summary: ChatSummary;
  readonly meId: number | null;
}

/** The beginning of a chat: what it is about, and who can read it. */
export const ChatIntro = memo(function ChatIntro({ summary, meId }: ChatIntroProps) {
  const { t, formats } = useLanguage();
  const names = summary.members.map((member) =>
    t('person.with_role', {
      name: member.userId === meId ? t('person.you') : plainText(member.name),
      role: t(`role.${member.role}`),
    }),
  );
  return (
    <div className="stm-intro">
      <span className="stm-intro__icon">
        <JobIcon />
      </span>
      <p className="stm-intro__title" dir="auto">
        {summary.job?.title ?? summary.subject}
      </p>
      <p className="stm-intro__text">
        {t('conversation.start')}
        {/* Of a lane whose case has ended nobody is a member any more. */}
        {names.length > 0 && ` ${t('conversation.readers', { names: formats.list(names) })}`}
      </p>
    </div>
  );
});
