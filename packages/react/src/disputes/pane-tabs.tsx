'use client';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useDisputeWords } from './use-dispute-words.js';
import { useChatSummary } from './use-disputes.js';

export interface PaneTab<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly icon: ReactNode;
  /** What colours it, when that is not its id. */
  readonly target?: string | undefined;
  /** Whose unread messages the tab counts. */
  readonly chatId?: string | undefined;
}

export interface PaneTabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly PaneTab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** The id of the panel that they switch. */
  readonly panelId: string;
}

/** Which pane is shown, with what is unread in the others. Arrow keys move. */
export function PaneTabs<Id extends string>({ label, tabs, value, onChange, panelId }: PaneTabsProps<Id>) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.id);
    document.getElementById(`${id}${next.id}`)?.focus();
  };
  return (
    <div className="stm-pane-tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown} tabIndex={-1}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={`${id}${tab.id}`}
          type="button"
          role="tab"
          className="stm-pane-tabs__tab"
          data-target={tab.target ?? tab.id}
          aria-selected={tab.id === value}
          aria-controls={tab.id === value ? panelId : undefined}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.icon}
          <span className="stm-pane-tabs__label" dir="auto">
            {tab.label}
          </span>
          {tab.id !== value && <Unread chatId={tab.chatId} />}
        </button>
      ))}
    </div>
  );
}

function Unread({ chatId }: { readonly chatId: string | undefined }) {
  const { t, formats } = useDisputeWords();
  const unread = useChatSummary(chatId)?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <span className="stm-badge">
      <span aria-hidden="true">{formats.number(unread)}</span>
      <span className="stm-hidden">{t('lane.unread', { count: unread })}</span>
    </span>
  );
}
