import type { ReactNode, RefObject } from 'react';

export interface DialogProps {
  /** Its heading. */
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** `box`: in the middle. `sheet`: along the far edge, as high as the page. */
  readonly shape?: 'box' | 'sheet';
  /** The title is for screen readers only; the content has one of its own. */
  readonly titleHidden?: boolean;
  /** What the button that closes it is called; the default says "Close". */
  readonly closeLabel?: string;
  /** Said when it opens, after the title. */
  readonly describedBy?: string;
  /** Asks something that has to be answered: no cross, and a press beside it does nothing. */
  readonly alert?: boolean;
  /** What has the focus when it opens; the first thing that can take it when left out. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly className?: string;
}
