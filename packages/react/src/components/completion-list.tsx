'use client';
import { useEffect, useRef } from 'react';
import type { Completion } from '../hooks/use-completion.js';

export interface CompletionListProps {
  readonly label: string;
  readonly completion: Completion;
}

/** What a begun word may become, above the field, which keeps the focus. */
export function CompletionList({ label, completion }: CompletionListProps) {
  const { suggestions, active, listId, optionId, choose } = completion;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className="stm-completion" id={listId} role="listbox" aria-label={label} ref={list}>
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.id}
          id={optionId(index)}
          className="stm-completion__option"
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          // Before the field would lose the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            choose(index);
          }}
        >
          <span className="stm-completion__picture" aria-hidden="true">
            {suggestion.picture}
          </span>
          <span className="stm-completion__label" dir="auto">
            {suggestion.label}
          </span>
          <span className="stm-completion__detail">{suggestion.detail}</span>
        </div>
      ))}
    </div>
  );
}
