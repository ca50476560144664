'use client';
import type { MessagePartProps } from '../components/chat-parts.js';
import { systemText } from './system-words.js';
import { useDisputeWords } from './use-dispute-words.js';

/** What the system says about a dispute, in the reader's language; in the server's words where it is not known here. */
export function SystemText({ message, summary }: MessagePartProps) {
  const words = useDisputeWords();
  const [first, second] = (systemText(message, summary, words) ?? message.message).split('\n');
  return (
    <>
      {first}
      {second !== undefined && <span className="stm-system__more">{second}</span>}
    </>
  );
}
