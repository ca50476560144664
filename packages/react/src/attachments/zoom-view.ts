/** How an image is looked at: how large, and moved by how many CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const LARGEST = 8;

/** All of it, in the middle. */
export const whole: View = { scale: 1, x: 0, y: 0 };

/** Larger or smaller around the middle; never smaller than all of it. */
export function zoomed(view: View, factor: number): View {
  const scale = Math.min(LARGEST, Math.max(1, view.scale * factor));
  if (scale === 1) return whole;
  const by = scale / view.scale;
  return { scale, x: view.x * by, y: view.y * by };
}

export function asSeen({ scale, x, y }: View): { readonly transform: string } {
  return { transform: `translate(${x}px, ${y}px) scale(${scale})` };
}
