/** What of the browser's history it takes: the real one, or a test's. */
export interface BackHistory {
  readonly state: unknown;
  pushState(state: unknown, unused: string): void;
  go(delta: number): void;
}

interface Layer {
  readonly close: () => void;
  /** Asked to close, by "back": its step in the history is gone already. */
  leaving: boolean;
}

const KEY = 'stmLayers';

/**
 * "Back" closes what lies over the page, the last first, before it leaves the page: each layer has a step in the history.
 * The history is brought in line after the page came to rest, because layers come and go together (a menu opens a
 * dialog), and steps back take their time. A step to another address keeps its place above: it is never taken back.
 */
export class BackStack {
  private layers: Layer[] = [];
  /** Steps back that we asked for and that have not come yet. */
  private returning = false;
  private due = false;

  constructor(
    private readonly history: () => BackHistory,
    private readonly later: (task: () => void) => void,
  ) {}

  /** Something lies over the page now; the answer says that it is gone. */
  add(close: () => void): () => void {
    const layer: Layer = { close, leaving: false };
    this.layers.push(layer);
    this.settleLater();
    return () => {
      this.layers = this.layers.filter((each) => each !== layer);
      this.settleLater();
    };
  }

  /** The browser went back or forward. */
  moved(): void {
    if (this.returning) {
      this.returning = false;
      return this.settle();
    }
    const staying = this.staying();
    for (const layer of staying.slice(this.steps()).reverse()) {
      layer.leaving = true;
      layer.close();
    }
    this.settleLater();
  }

  private staying(): Layer[] {
    return this.layers.filter(({ leaving }) => !leaving);
  }

  /** Layers that the present entry of the history stands for. */
  private steps(): number {
    const { state } = this.history();
    const value: unknown = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)[KEY] : 0;
    return typeof value === 'number' ? value : 0;
  }

  private settleLater(): void {
    if (this.due) return;
    this.due = true;
    this.later(() => {
      this.due = false;
      this.settle();
    });
  }

  private settle(): void {
    if (this.returning) return;
    const wanted = this.staying().length;
    let steps = this.steps();
    if (steps > wanted) {
      this.returning = true;
      return this.history().go(wanted - steps);
    }
    for (; steps < wanted; steps++) {
      const { state } = this.history();
      const kept = typeof state === 'object' && state !== null ? state : {};
      this.history().pushState({ ...kept, [KEY]: steps + 1 }, '');
    }
  }
}
