import { traceWith } from '../kernel/tracing.js';

export interface TraceOptions {
  /** Of a collector that speaks OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** Which share of the traces is sent, from 0 to 1. */
  readonly share: number;
}

/**
 * Switches tracing on. The SDK is loaded here and nowhere else: a server without it neither waits for it nor holds it.
 * @returns sends what is left, and switches it off
 */
export async function startTracing({ endpoint, share }: TraceOptions): Promise<() => Promise<void>> {
  const [{ context, SpanKind, SpanStatusCode, trace }, sdk, { AsyncLocalStorageContextManager }, exporter, resources] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  const provider = new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'stm-chat' }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })),
    ],
  });
  const tracer = provider.getTracer('stm-chat');
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
      const here = trace.getSpanContext(context.active());
      const at = context.active();
      return here === undefined
        ? null
        : {
            id: here.traceId,
            spanNow: (name, attributes, work) =>
              tracer.startActiveSpan(name, { kind: SpanKind.PRODUCER, attributes }, at, (span) => {
                try {
                  work();
                } finally {
                  span.end();
                }
              }),
            begin(name, attributes) {
              const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, at);
              return () => span.end();
            },
          };
    },
  });
  return async () => {
    traceWith(null);
    await provider.shutdown().catch(() => undefined);
    context.disable();
  };
}
