'use client';
import { shownName } from '../model/mentions.js';
import { findMember } from '../model/people.js';
import { plainText } from '../text/plain-text.js';
import { useConversationContext } from './conversation-context.js';
import { useLanguage } from './language-context.js';

export interface MentionNameProps {
  readonly userId: number;
  /** What its writer saw, with the mark. */
  readonly written: string;
}

/** Somebody who is meant in a message: by the present name, and in another colour when it is me. */
export function MentionName({ userId, written }: MentionNameProps) {
  const { t } = useLanguage();
  const { summary, meId } = useConversationContext();
  const member = findMember(summary, userId);
  const people = member === undefined ? [] : [{ userId, name: plainText(member.name) }];
  const mine = userId === meId;
  return (
    <bdi className="stm-mention" data-mine={mine || undefined}>
      {shownName({ userId, written }, people)}
      {mine && <span className="stm-hidden"> ({t('person.you')})</span>}
    </bdi>
  );
}
