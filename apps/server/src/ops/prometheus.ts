import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { COUNTERS, GAUGES, HISTOGRAMS, type Metrics } from '../kernel/metrics.js';

/** The kernel's metrics for Prometheus, beside prom-client's own of the process. */
export interface PrometheusMetrics extends Metrics {
  /** The text that a scrape gets. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What was counted since the last scrape: the library's own counting looks at every label each time. */
interface Counted {
  readonly name: keyof typeof COUNTERS;
  readonly labels: Readonly<Record<string, string>>;
  by: number;
}

/** One registry per server, so that several servers in a test do not add up. */
export function createPrometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counters = mapValues(
    COUNTERS,
    (name, { help, labels }) => new Counter({ name, help, labelNames: [...labels], registers }),
  );
  const histograms = mapValues(
    HISTOGRAMS,
    (name, { help, labels, buckets }) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
  );
  const counted = new Map<string, Counted>();
  return {
    contentType: registry.contentType,
    text() {
      for (const { name, labels, by } of counted.values()) counters[name].inc(labels, by);
      counted.clear();
      return registry.metrics();
    },
    count(name, labels, by = 1) {
      const key = `${name} ${Object.values(labels).join()}`;
      const count = counted.get(key);
      if (count === undefined) counted.set(key, { name, labels, by });
      else count.by += by;
    },
    observe: (name, value, labels) => histograms[name].observe(labels, value),
    gauge(name, read) {
      new Gauge({
        name,
        help: GAUGES[name].help,
        labelNames: [...GAUGES[name].labels],
        registers,
        collect() {
          this.reset();
          for (const { labels, value } of read()) this.set(labels, value);
        },
      });
    },
  };
}

function mapValues<T extends Record<string, unknown>, R>(
  source: T,
  make: (name: string, value: T[keyof T]) => R,
): Record<keyof T, R> {
  return Object.fromEntries(
    Object.entries(source).map(([name, value]) => [name, make(name, value as T[keyof T])]),
  ) as Record<keyof T, R>;
}
