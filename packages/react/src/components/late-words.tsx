'use client';
import type { ReactNode } from 'react';
import { ChatPart } from './chat-part.js';
import { useLanguage } from './language-context.js';

export interface LateWordsProps {
  /** As the server says it, in English: stands where the reader's words cannot be had. */
  readonly plain: string;
  readonly children: ReactNode;
}

/** Words in the reader's language that may still be on their way: until they are there, their room is kept and empty. */
export function LateWords({ plain, children }: LateWordsProps) {
  const { locale } = useLanguage();
  const english = new Intl.Locale(locale).language === 'en';
  return (
    <ChatPart fallback={plain} waiting={english ? plain : <span className="stm-late-words">{plain}</span>}>
      {children}
    </ChatPart>
  );
}
