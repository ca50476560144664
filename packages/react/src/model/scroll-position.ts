/** Within this many pixels of the end, the list follows new messages. */
const FOLLOW_WITHIN_PX = 100;
/** Within this many pixels it stands at the end, and stays there whatever grows. Fractions come from zoomed pages. */
const AT_END_PX = 2;

/**
 * What the reader is looking at: the end, or a row whose top is `offset` pixels below the top of the viewport. `center`
 * until the row is drawn, and its height known.
 */
export type ScrollAnchor =
  | { readonly kind: 'end' }
  | {
      readonly kind: 'row';
      readonly key: string;
      readonly offset: number | 'center';
      readonly nearEnd: boolean;
    };

export interface ScrollMetrics {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

export function distanceToEnd({ scrollTop, scrollHeight, clientHeight }: ScrollMetrics): number {
  return scrollHeight - clientHeight - scrollTop;
}

/** The anchor for where the list stands now. `first` is the topmost visible row that can hold the place. */
export function anchorAt(
  metrics: ScrollMetrics,
  first: { readonly key: string; readonly offset: number } | null,
  hasAfter: boolean,
): ScrollAnchor {
  const distance = distanceToEnd(metrics);
  if (first === null || (distance <= AT_END_PX && !hasAfter)) return { kind: 'end' };
  return { kind: 'row', key: first.key, offset: first.offset, nearEnd: distance <= FOLLOW_WITHIN_PX && !hasAfter };
}

/** The anchor after something was appended: near the end it goes along. */
export function anchorAfterAppend(anchor: ScrollAnchor): ScrollAnchor {
  return anchor.kind === 'row' && anchor.nearEnd ? { kind: 'end' } : anchor;
}

/**
 * The first index in `0 … count - 1` whose bottom edge is below the viewport's top, by halving: `bottomOf` must grow
 * with the index. `count` when there is none.
 */
export function firstVisible(count: number, bottomOf: (index: number) => number, top: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bottomOf(middle) > top) high = middle;
    else low = middle + 1;
  }
  return low;
}
