/** Every error a client can meet, with its HTTP status (0: only ever sent over a socket). */
export const ERROR_STATUS = {
  invalid_payload: 400,
  unauthorized: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  chat_closed: 409,
  payload_too_large: 413,
  rate_limited: 429,
  displaced: 0,
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What a failed acknowledgement carries, and what the `error` event adds `event` to. */
export interface WireError {
  code: ErrorCode;
  message: string;
  /** Milliseconds after which the same call may succeed. */
  retry_after_ms?: number;
  /** Of `internal`: with it the operator finds in the log what went wrong. */
  request_id?: string;
}
