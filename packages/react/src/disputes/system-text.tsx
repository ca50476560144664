'use client';
import type { MessagePartProps } from '../components/chat-parts.js';
import { systemText, unknownPeople } from './system-words.js';
import { useAccessNames } from './use-access-names.js';
import { useDisputeWords } from './use-dispute-words.js';

/** What the system says about a dispute, in the reader's language; in the server's words where it is not known here. */
export function SystemText({ message, summary }: MessagePartProps) {
  const words = useDisputeWords();
  const names = useAccessNames(summary.dispute?.id, unknownPeople(message, summary));
  const [first, second] = (systemText(message, summary, words, names) ?? message.message).split('\n');
  return (
    <>
      {first}
      {second !== undefined && <span className="stm-system__more">{second}</span>}
    </>
  );
}
