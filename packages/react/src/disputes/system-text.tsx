'use client';
import type { MessagePartProps } from '../components/chat-parts.js';
import { systemText } from './system-words.js';
import { useDisputeWords } from './use-dispute-words.js';
import { termsInLine } from './words.js';

/** What the system says about a dispute, or an offer in one line, in the reader's language; else in the server's words. */
export function SystemText({ message, summary }: MessagePartProps) {
  const words = useDisputeWords();
  const { offer } = message;
  const said =
    offer === undefined
      ? systemText(message, summary, words)
      : words.t('offer.preview', { terms: termsInLine(offer.terms, summary.job, words) });
  const [first, second] = (said ?? message.message).split('\n');
  return (
    <>
      {first}
      {second !== undefined && <span className="stm-system__more">{second}</span>}
    </>
  );
}
