import type { TextRange } from '@stm-chat/protocol';
import { cutAround, partsOf } from './highlighted-parts.js';

export interface HighlightedProps {
  readonly text: string;
  readonly ranges: readonly TextRange[];
}

/** A text with what was found in it marked; of a long one the part around the first mark. */
export function Highlighted({ text, ranges }: HighlightedProps) {
  return partsOf(cutAround(text, ranges)).map(({ marked, text: part }, index) =>
    marked ? <mark key={index}>{part}</mark> : <span key={index}>{part}</span>,
  );
}
