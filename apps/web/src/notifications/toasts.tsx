import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '../text/use-text.js';

export interface Toast {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly onOpen: () => void;
}

export interface ToastsProps {
  readonly toasts: readonly Toast[];
  readonly onDone: (id: string) => void;
}

/** Long enough to read two lines twice. */
const SHOWN_MS = 7000;

/** What happened in chats that are not open, in the corner. Goes by itself, but not from under a pointer or the focus. */
export function Toasts({ toasts, onDone }: ToastsProps) {
  const t = useText();
  if (toasts.length === 0) return null;
  return (
    <section className="toasts" aria-label={t('notifications.new')}>
      <ul role="list">
        {toasts.map((toast) => (
          <Line key={toast.id} id={toast.id} onDone={onDone}>
            <button
              type="button"
              className="toasts__open"
              onClick={() => {
                onDone(toast.id);
                toast.onOpen();
              }}
            >
              <span className="toasts__title" dir="auto">
                {toast.title}
              </span>
              <span className="toasts__body" dir="auto">
                {toast.body}
              </span>
            </button>
            <button
              type="button"
              className="stm-icon-button"
              aria-label={t('notifications.dismiss', { name: toast.title })}
              onClick={() => onDone(toast.id)}
            >
              <svg className="stm-icon toasts__cross" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
              </svg>
            </button>
          </Line>
        ))}
      </ul>
    </section>
  );
}

interface LineProps extends Pick<ToastsProps, 'onDone'> {
  readonly id: string;
  readonly children: ReactNode;
}

function Line({ id, children, onDone }: LineProps) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onDone(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, id, onDone]);
  return (
    <li
      className="toasts__line"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {children}
    </li>
  );
}
