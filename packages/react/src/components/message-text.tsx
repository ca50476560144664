import type { Mention } from '@stm-chat/protocol';
import { memo } from 'react';
import { linkify } from '../model/linkify.js';
import { splitMentions } from '../model/mentions.js';
import { MentionName } from './mention-name.js';

export interface MessageTextProps {
  readonly text: string;
  readonly mentions?: readonly Mention[] | undefined;
}

/**
 * The text of a message, as text: nothing in it is ever taken for markup; safe addresses become links, and who is meant
 * stands there by the present name.
 */
export const MessageText = memo(function MessageText({ text, mentions }: MessageTextProps) {
  if (mentions === undefined || mentions.length === 0) return <Linked text={text} />;
  return splitMentions(text, mentions).map((part, index) =>
    part.kind === 'text' ? (
      <Linked key={index} text={part.text} />
    ) : (
      <MentionName key={index} userId={part.userId} written={part.written} />
    ),
  );
});

function Linked({ text }: { readonly text: string }) {
  return linkify(text).map((part, index) => {
    if (part.kind === 'text') return part.text;
    const outside = part.href.startsWith('http');
    return (
      <a
        key={index}
        className="stm-link"
        href={part.href}
        dir="auto"
        rel="noopener noreferrer nofollow ugc"
        {...(outside ? { target: '_blank' } : {})}
      >
        {part.text}
      </a>
    );
  });
}
