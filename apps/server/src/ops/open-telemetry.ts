import { hostname } from 'node:os';
import { type TracePlace, traceWith } from '../kernel/tracing.js';

export interface TraceOptions {
  /** Of a collector that speaks OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** Which share of the traces is sent, from 0 to 1. */
  readonly share: number;
}

/** As one server names a span to another: version, trace, span, "it is sent". */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/**
 * Switches tracing on. The SDK is loaded here and nowhere else: a server without it neither waits for it nor holds it.
 * @returns sends what is left, and switches it off
 */
export async function startTracing({ endpoint, share }: TraceOptions): Promise<() => Promise<void>> {
  const [
    { context, SpanKind, SpanStatusCode, trace, TraceFlags, ROOT_CONTEXT },
    sdk,
    { AsyncLocalStorageContextManager },
    exporter,
    resources,
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  const provider = new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': 'stm-chat',
      // Which of several servers, and which of its processes.
      'service.instance.id': `${hostname()}-${process.pid}`,
    }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })),
    ],
  });
  const tracer = provider.getTracer('stm-chat');
  const isSent = ({ traceFlags }: TracePlace): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;
  traceWith({
    span(name, attributes, work) {
      const kind = trace.getActiveSpan() === undefined ? SpanKind.SERVER : SpanKind.CLIENT;
      return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
        try {
          return await work();
        } catch (error) {
          // The kind of error alone: its message may quote what somebody wrote.
          span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    current() {
      const at = context.active();
      const place = trace.getSpanContext(at);
      if (place === undefined) return null;
      const linked = (links: readonly TracePlace[] = []) => ({ links: links.map((to) => ({ context: to })) });
      return {
        id: place.traceId,
        place,
        isSent: isSent(place),
        spanNow: (name, attributes, work, links) =>
          tracer.startActiveSpan(name, { kind: SpanKind.PRODUCER, attributes, ...linked(links) }, at, (span) => {
            try {
              work();
            } finally {
              span.end();
            }
          }),
        begin(name, attributes, does = 'ask', links) {
          const kind = does === 'tell' ? SpanKind.PRODUCER : SpanKind.CLIENT;
          const span = tracer.startSpan(name, { kind, attributes, ...linked(links) }, at);
          const { traceId, spanId } = span.spanContext();
          return { parent: isSent(span.spanContext()) ? `00-${traceId}-${spanId}-01` : null, end: () => span.end() };
        },
      };
    },
    below(parent, name, attributes, work) {
      const [, traceId = '', spanId = ''] = TRACEPARENT.exec(parent) ?? [];
      const there = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
      // What is no trace's name begins one of its own.
      const at = traceId === '' ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, there);
      tracer.startActiveSpan(name, { kind: SpanKind.CONSUMER, attributes }, at, (span) => {
        try {
          work();
        } finally {
          span.end();
        }
      });
    },
  });
  return async () => {
    traceWith(null);
    await provider.shutdown().catch(() => undefined);
    context.disable();
  };
}
