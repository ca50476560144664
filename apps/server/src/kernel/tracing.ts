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

/** Where in a trace something happens: what other traces may name. */
export interface TracePlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** A trace that goes on in another turn of the event loop: what a batch does for many calls, it does for each of them. */
export interface Trace {
  readonly id: string;
  /** Of the call. */
  readonly place: TracePlace;
  /** It is among those that are sent to the collector. */
  readonly isSent: boolean;
  /** Work that is done at once, as a span of this trace. @param links other traces for which it is done too */
  spanNow(name: string, attributes: Attributes, work: () => void, links?: readonly TracePlace[]): void;
  /** Work that begins now, and ends in another turn. `tell`: it hands something over to others. */
  begin(name: string, attributes: Attributes, kind?: 'ask' | 'tell', links?: readonly TracePlace[]): Begun;
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

/**
 * Does at once what several calls came to together. It is a span of the first of their traces that is sent, with links to
 * the others; in each of those a span of the same name links to it: whoever looks at a call finds what came of it.
 */
export function tracedTogether(
  traces: readonly Trace[],
  name: string,
  attributes: () => Attributes,
  work: () => void,
): void {
  const first = traces.find(({ isSent }) => isSent) ?? traces[0];
  if (first === undefined) return work();
  const others = traces.filter((trace) => trace !== first && trace.isSent);
  const together = (): void => {
    const here = currentTrace();
    const links = here === null ? [] : [here.place];
    const spans = others.map((trace) => trace.begin(name, {}, 'tell', links));
    try {
      work();
    } finally {
      for (const span of spans) span.end();
    }
  };
  first.spanNow(
    name,
    attributes(),
    together,
    others.map(({ place }) => place),
  );
}
