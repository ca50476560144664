type Attributes = Readonly<Record<string, string | number>>;

/** Shows work as spans of a trace. */
export interface Tracing {
  /** The span ends with the work; within it, further spans are its children. */
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** The trace of what runs now; null outside of any. */
  current(): Trace | null;
  /** Work that is done at once, as a span below one of another server. @param parent what that one gave as `Begun.parent` */
  below(parent: string, name: string, attributes: Attributes, work: () => void): void;
}

/** Work under way. */
export interface Begun {
  /** What another server needs to go on with the trace (`traceparent` of W3C); null: this trace is sent nowhere. */
  readonly parent: string | null;
  end(): void;
}

/** A trace that goes on in another turn of the event loop: what a batch does for many calls, it does for each of them. */
export interface Trace {
  readonly id: string;
  /** Work that is done at once, as a span of this trace. */
  spanNow(name: string, attributes: Attributes, work: () => void): void;
  /** Work that begins now, and ends in another turn. `tell`: it hands something over to others. */
  begin(name: string, attributes: Attributes, kind?: 'ask' | 'tell'): Begun;
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

/** The trace of what runs now; null outside of any, and while tracing is off. */
export function currentTrace(): Trace | null {
  return tracing === null ? null : tracing.current();
}

/** Does the work; as a span of that trace, when there is one. */
export function tracedNow(trace: Trace | null, name: string, attributes: () => Attributes, work: () => void): void {
  if (trace === null) work();
  else trace.spanNow(name, attributes(), work);
}

/** Does the work; below the span of another server, when that one told of it and tracing is on here. */
export function tracedBelow(
  parent: string | undefined,
  name: string,
  attributes: () => Attributes,
  work: () => void,
): void {
  if (parent === undefined || tracing === null) work();
  else tracing.below(parent, name, attributes(), work);
}
