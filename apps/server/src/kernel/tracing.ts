type Attributes = Readonly<Record<string, string | number>>;

/** Shows work as spans of a trace. */
export interface Tracing {
  /** The span ends with the work; within it, further spans are its children. */
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
}

let tracing: Tracing | null = null;

/** Of a process, like its clock: set before a server starts, and off again with null. */
export function traceWith(next: Tracing | null): void {
  tracing = next;
}

/** Does the work; while tracing is on, as a span. Off, it costs a comparison. Never a text, a token or a value of a row. */
export function traced<T>(name: string, attributes: () => Attributes, work: () => Promise<T>): Promise<T> {
  return tracing === null ? work() : tracing.span(name, attributes(), work);
}
