'use client';
import type { Member } from '@stm-chat/protocol';
import { useNow } from '../hooks/use-now.js';
import { presenceText } from '../text/presence.js';
import { useLanguage } from './language-context.js';

export interface PresenceProps {
  readonly member: Member;
}

/** Whether somebody is here, or when they last were; nothing where that is not known. */
export function Presence({ member }: PresenceProps) {
  const { t, formats } = useLanguage();
  const text = presenceText(member, useNow(), t, formats);
  if (text === '') return null;
  return (
    <span className="stm-presence" data-online={member.online || undefined}>
      {text}
    </span>
  );
}
