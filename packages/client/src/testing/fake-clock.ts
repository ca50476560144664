import type { Clock } from '../clock.js';

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** Time that stands still until it is told to move. */
export class FakeClock implements Clock {
  private time = Date.parse('2026-01-01T00:00:00.000Z');
  private tasks: Task[] = [];

  now = (): number => this.time;

  after = (ms: number, run: () => void): (() => void) => {
    const task = { at: this.time + Math.max(0, ms), run };
    this.tasks.push(task);
    return () => {
      this.tasks = this.tasks.filter((other) => other !== task);
    };
  };

  /** Moves time on; what falls due happens in its order, and what follows from it, before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (let task = this.next(end); task !== undefined; task = this.next(end)) {
      this.time = Math.max(this.time, task.at);
      this.tasks = this.tasks.filter((other) => other !== task);
      task.run();
      await settle();
    }
    this.time = end;
  }

  private next(end: number): Task | undefined {
    const due = this.tasks.filter((task) => task.at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}

/** Until everything that only waits for promises has happened. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => void setImmediate(resolve));
}
