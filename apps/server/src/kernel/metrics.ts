/**
 * Every number that the server measures of itself (rule OP2), with its labels: all bounded, never a user
 * or chat id. Features and doors report through the port `Metrics`; ops exports it for Prometheus.
 */
export const COUNTERS = {
  chat_events_total: { help: 'Commands that ran, by name and outcome.', labels: ['event', 'code'] },
  chat_sync_requests_total: { help: 'Chats asked for in catch-ups, by result.', labels: ['result'] },
  chat_gap_detected_total: {
    help: 'Holes in the order of published messages that were read from the database.',
    labels: ['source'],
  },
  chat_unread_drift_total: { help: 'Unread counts that a recount found wrong.', labels: [] },
  chat_slow_consumer_closes_total: { help: 'Connections closed because their client did not read.', labels: [] },
  chat_ratelimit_rejections_total: {
    help: 'What a limit refused, dropped or closed: by command, or by the name of the limit.',
    labels: ['limiter'],
  },
  chat_volatile_dropped_total: {
    help: 'Typing and presence that did not go to a connection because it had too much unsent.',
    labels: [],
  },
  chat_db_timeouts_total: {
    help: 'Statements that PostgreSQL ended for their time: statement, lock or idle_transaction.',
    labels: ['kind'],
  },
  chat_bus_refused_total: {
    help: 'What came from other servers and was not believed or understood, by reason.',
    labels: ['reason'],
  },
  chat_jobs_total: {
    help: 'Runs of background jobs, by task and result (`dead`: failed for good).',
    labels: ['task', 'result'],
  },
  chat_mail_attempts_total: { help: 'Mails handed to the mail server, by what came of them.', labels: ['result'] },
  chat_webhook_attempts_total: { help: 'Requests to webhook endpoints, by what came of them.', labels: ['result'] },
  chat_push_attempts_total: { help: 'Pushes handed to a push service, by result.', labels: ['result'] },
  chat_uploads_total: { help: 'Uploads, by what became of them.', labels: ['result'] },
  chat_link_previews_total: { help: 'Links that were looked at, by what came of it.', labels: ['result'] },
  chat_upload_bytes_total: { help: 'Bytes that were received of uploads.', labels: [] },
  chat_downloads_total: { help: 'Files asked for, by result.', labels: ['result'] },
} as const;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const HISTOGRAMS = {
  chat_message_ack_duration_seconds: {
    help: 'From receiving a message to its acknowledgement.',
    labels: [],
    buckets: SECONDS,
  },
  chat_message_delivery_duration_seconds: {
    help: 'From a message’s commit to its publication.',
    labels: [],
    buckets: SECONDS,
  },
  chat_append_batch_size: {
    help: 'Messages per committed batch.',
    labels: [],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  },
  chat_search_lag_seconds: {
    help: 'From a commit until what it brought can be found.',
    labels: [],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
  },
  chat_db_pool_wait_seconds: { help: 'Waiting for a database connection.', labels: ['pool'], buckets: SECONDS },
  chat_upload_processing_seconds: {
    help: 'Looking at an upload, scanning and making it anew.',
    labels: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
} as const;

export const GAUGES = {
  chat_connections: { help: 'Open connections.', labels: ['transport'] },
  chat_pubsub_up: { help: '1 while other nodes can be told of messages; no value without other nodes.', labels: [] },
  chat_cluster_nodes: { help: 'Servers that this one knows to live, itself included.', labels: [] },
  chat_outbound_buffer_bytes: { help: 'Unsent bytes over all connections.', labels: [] },
  chat_handshakes_waiting: { help: 'New connections that wait their turn.', labels: [] },
  chat_draining: { help: '1 while the server lets its clients go.', labels: [] },
} as const;

type LabelsOf<M extends { readonly labels: readonly string[] }> = Readonly<Record<M['labels'][number], string>>;

export interface Metrics {
  count<Name extends keyof typeof COUNTERS>(name: Name, labels: LabelsOf<(typeof COUNTERS)[Name]>, by?: number): void;
  observe<Name extends keyof typeof HISTOGRAMS>(
    name: Name,
    value: number,
    labels: LabelsOf<(typeof HISTOGRAMS)[Name]>,
  ): void;
  /** Registers how to read a gauge; `read` is called at each scrape and gives a value per label set. */
  gauge<Name extends keyof typeof GAUGES>(
    name: Name,
    read: () => readonly { readonly labels: LabelsOf<(typeof GAUGES)[Name]>; readonly value: number }[],
  ): void;
}

export const METRICS = Symbol('Metrics');

/** Measures nothing. */
export const noMetrics: Metrics = { count: () => undefined, observe: () => undefined, gauge: () => undefined };
