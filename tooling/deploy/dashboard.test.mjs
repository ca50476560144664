import { collectDefaultMetrics, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { COUNTERS, GAUGES, HISTOGRAMS } from '../../apps/server/src/kernel/metrics.ts';
import { textOf, yamlOf } from './deploy-file.mjs';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

/** @type {(readonly [string, readonly string[]])[]} */
const all = [
  ...Object.entries({ ...COUNTERS, ...GAUGES }).map(([name, { labels }]) => /** @type {const} */ ([name, labels])),
  ...Object.entries(HISTOGRAMS).flatMap(([name, { labels }]) =>
    ['_bucket', '_sum', '_count'].map((end) => /** @type {const} */ ([name + end, ['le', ...labels]])),
  ),
  ...registry.getMetricsAsArray().map(({ name }) => /** @type {const} */ ([name, []])),
];
/** Every series that a server exports, with its labels. */
const series = new Map(all);
/** Of Prometheus itself. */
const ALWAYS = ['instance', 'job', 'le'];

/** @param {string} expression */
function problemsOf(expression) {
  const names = [...expression.matchAll(/\b(?:chat|process|nodejs)_\w+/g)].map(([name]) => name);
  const unknown = names.filter((name) => !series.has(name));
  const labels = [
    ...[...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(',')),
    ...[...expression.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label),
  ].map((label) => label.trim());
  const allowed = new Set([...ALWAYS, ...names.flatMap((name) => series.get(name) ?? [])]);
  return [...unknown, ...labels.filter((label) => !allowed.has(label))];
}

const dashboard = JSON.parse(textOf('deploy/grafana/stm-chat.json'));
const shown = dashboard.panels.flatMap((/** @type {any} */ { title, targets = [] }) =>
  targets.map((/** @type {any} */ { expr }) => [title, expr]),
);
const [rules] = yamlOf('deploy/prometheus/stm-chat.yaml');
const alerts = rules.groups.flatMap((/** @type {any} */ group) =>
  group.rules.map((/** @type {any} */ { alert, expr }) => [alert, expr]),
);

test.each([...shown, ...alerts])('[OP2] "%s" asks for what a server exports', (_, expression) => {
  expect(problemsOf(expression)).toEqual([]);
});

test('a metric or a label that does not exist is found', () => {
  expect(problemsOf('sum by (user) (rate(chat_messages_total[1m]))')).toEqual(['chat_messages_total', 'user']);
});

test('no two panels have one place or one number', () => {
  const panels = dashboard.panels.map((/** @type {any} */ { id, gridPos: { x, y } }) => [id, `${x} ${y}`]);
  expect(new Set(panels.map((/** @type {any} */ [id]) => id)).size).toBe(panels.length);
  expect(new Set(panels.map((/** @type {any} */ [, place]) => place)).size).toBe(panels.length);
});
