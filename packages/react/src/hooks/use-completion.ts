'use client';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useLanguage } from '../components/language-context.js';
import { type Begun, begunAt, complete, type CompletionSource, type Suggestion } from '../model/completion.js';

export interface CompletionOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly sources: readonly CompletionSource[];
}

export interface Completion {
  /** What is offered now; empty: nothing. */
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  /** The text or the caret changed. */
  readonly look: (text: string) => void;
  /** True when the key was for the list. */
  readonly key: (event: KeyboardEvent) => boolean;
  readonly choose: (index: number) => void;
  readonly close: () => void;
  /** Puts something where the caret is. */
  readonly insert: (text: string) => void;
}

interface Offer {
  readonly begun: Begun;
  readonly suggestions: readonly Suggestion[];
}

/** Offers what a begun word may become: arrow keys choose, Enter or Tab takes, Escape closes. */
export function useCompletion({ field, text, setText, sources }: CompletionOptions): Completion {
  const { t } = useLanguage();
  const { announce } = useChatContext();
  const listId = useId();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [active, setActive] = useState(0);
  /** Only the last word that was looked at may be answered. */
  const looked = useRef<Begun | undefined>(undefined);
  const caret = useRef<number | null>(null);

  useLayoutEffect(() => {
    if (caret.current === null || field.current === null) return;
    field.current.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text, field]);

  const put = (next: { readonly text: string; readonly caret: number }) => {
    caret.current = next.caret;
    setText(next.text);
    setOffer(null);
  };
  const offerFor = async (begun: Begun, now: string) => {
    if (begun.closed) {
      const whole = await begun.source.whole?.(begun.query);
      if (whole !== undefined && looked.current === begun) put(complete(now, begun, whole));
      return;
    }
    const suggestions = await begun.source.find(begun.query);
    if (looked.current !== begun) return;
    if (suggestions.length > 0 && offer === null) announce(t('completion.count', { count: suggestions.length }));
    setActive(0);
    setOffer(suggestions.length === 0 ? null : { begun, suggestions });
  };
  const look = (now: string) => {
    const element = field.current;
    const at = element !== null && element.selectionStart === element.selectionEnd ? element.selectionEnd : null;
    const begun = at === null ? undefined : begunAt(now, at, sources);
    const before = looked.current;
    if (begun !== undefined && before?.from === begun.from && before.to === begun.to && before.query === begun.query)
      return;
    looked.current = begun;
    if (begun === undefined) setOffer(null);
    // What cannot be loaded is not offered: the text is sent as it is.
    else offerFor(begun, now).catch(() => setOffer(null));
  };
  const choose = (index: number) => {
    const suggestion = offer?.suggestions[index];
    if (offer === null || suggestion === undefined) return;
    put(complete(text, offer.begun, suggestion.insert));
    offer.begun.source.chosen?.(suggestion);
    field.current?.focus();
  };
  const key = (event: KeyboardEvent): boolean => {
    const count = offer?.suggestions.length ?? 0;
    if (count === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown':
        setActive((active + 1) % count);
        break;
      case 'ArrowUp':
        setActive((active + count - 1) % count);
        break;
      case 'Enter':
      case 'Tab':
        choose(active);
        break;
      case 'Escape':
        setOffer(null);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    suggestions: offer?.suggestions ?? [],
    active,
    listId,
    optionId: (index) => `${listId}-${index}`,
    look,
    key,
    choose,
    close: () => setOffer(null),
    insert(added) {
      const element = field.current;
      const from = element?.selectionStart ?? text.length;
      const to = element?.selectionEnd ?? text.length;
      put({ text: text.slice(0, from) + added + text.slice(to), caret: from + added.length });
    },
  };
}
