'use client';
import { Component, type ReactNode, Suspense } from 'react';

export interface PlaceProps {
  /** Shown where the part cannot be had. */
  readonly fallback?: ReactNode;
  /** Shown until the part is there; the fallback, when left out. */
  readonly waiting?: ReactNode;
  readonly children: ReactNode;
}

/** The place of a feature's part: what is late or broken in it takes nothing else along. */
export function ChatPart({ fallback = null, waiting = fallback, children }: PlaceProps) {
  return (
    <PartBoundary fallback={fallback}>
      <Suspense fallback={waiting}>{children}</Suspense>
    </PartBoundary>
  );
}

class PartBoundary extends Component<PlaceProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
