import type { ReactNode } from 'react';

export interface StatePanelProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do next. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Errors are said at once, empty states when reached. */
  readonly role?: 'alert' | 'status';
}

/** What stands where there is nothing to show: what happened, and the next step. */
export function StatePanel({ icon, title, children, action, role }: StatePanelProps) {
  return (
    <div className="stm-state" {...(role === undefined ? {} : { role })}>
      <span className="stm-state__icon">{icon}</span>
      <p className="stm-state__title">{title}</p>
      {children !== undefined && <p className="stm-state__text">{children}</p>}
      {action !== undefined && (
        <button type="button" className="stm-button stm-button--quiet" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
