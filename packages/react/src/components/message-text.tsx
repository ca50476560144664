import { memo } from 'react';
import { linkify } from '../model/linkify.js';

/** The text of a message, as text: nothing in it is ever taken for markup; safe addresses become links. */
export const MessageText = memo(function MessageText({ text }: { readonly text: string }) {
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
});
