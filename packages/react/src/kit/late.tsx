'use client';
import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { NetworkIcon } from '../components/icons.js';
import { useLanguage } from '../components/language-context.js';
import { StatePanel } from '../components/state-panel.js';

export interface LateOptions {
  /** Stands there until the code is. */
  readonly waiting?: ReactNode;
  /** What says that the code cannot be had: a line over the page, a panel in its place, or nothing where it is no loss. */
  readonly failed?: 'line' | 'panel' | 'nothing';
}

type Load<P> = () => Promise<{ readonly default: (props: P) => ReactNode }>;

/**
 * A component whose code is fetched when it is first drawn. Where that fails, what is on the page stays, and it can be
 * tried again: `lazy` alone would take the whole page down, and for good.
 */
export function late<P extends object>(load: Load<P>, options: LateOptions = {}): ComponentType<P> {
  const { waiting = null, failed = 'line' } = options;
  let latest = lazy(load);
  return function Late(props: P) {
    const [Part, setPart] = useState(() => latest);
    const renew = () => (latest = lazy(load));
    const retry = () => {
      const next = renew();
      setPart(() => next);
    };
    const close = 'onClose' in props ? (props.onClose as () => void) : undefined;
    return (
      <LateBoundary
        part={Part}
        // Whoever is mounted next tries again by itself.
        onFailed={renew}
        instead={
          failed === 'nothing' ? null : <LateFailed panel={failed === 'panel'} onRetry={retry} onClose={close} />
        }
      >
        <Suspense fallback={waiting}>
          <Part {...props} />
        </Suspense>
      </LateBoundary>
    );
  };
}

interface LateBoundaryProps {
  /** Another one is another attempt. */
  readonly part: unknown;
  readonly instead: ReactNode;
  readonly onFailed: () => void;
  readonly children: ReactNode;
}

class LateBoundary extends Component<LateBoundaryProps, { readonly failed: unknown }> {
  override state: { readonly failed: unknown } = { failed: null };

  override componentDidCatch() {
    this.setState({ failed: this.props.part });
    this.props.onFailed();
  }

  static getDerivedStateFromError() {
    return { failed: 'now' };
  }

  override render() {
    const { failed } = this.state;
    return failed === 'now' || failed === this.props.part ? this.props.instead : this.props.children;
  }
}

interface LateFailedProps {
  readonly panel: boolean;
  readonly onRetry: () => void;
  readonly onClose: (() => void) | undefined;
}

function LateFailed({ panel, onRetry, onClose }: LateFailedProps) {
  const { t } = useLanguage();
  if (panel) {
    return (
      <StatePanel
        icon={<NetworkIcon />}
        title={t('late.title')}
        role="alert"
        action={{ label: t('action.retry'), run: onRetry }}
      >
        {t('late.text')}
      </StatePanel>
    );
  }
  return (
    <div className="stm-late" popover="manual" role="alert" ref={show}>
      <p>
        {t('late.title')} {t('late.text')}
      </p>
      <button type="button" className="stm-button stm-button--quiet" onClick={onRetry}>
        {t('action.retry')}
      </button>
      {onClose !== undefined && (
        <button type="button" className="stm-button stm-button--quiet" onClick={onClose}>
          {t('action.close')}
        </button>
      )}
    </div>
  );
}

/** Over everything: it may stand in a part of the page that is cut off at its edges. */
function show(element: HTMLElement | null): void {
  element?.showPopover();
}
