import type { CommandName, ErrorCode } from '@stm-chat/protocol';

export interface CommandReport {
  readonly command: CommandName;
  /** See `Call.requestId`. */
  readonly requestId: string;
  readonly door: 'socket' | 'rest';
  readonly code: 'ok' | ErrorCode;
  /** Seconds from the door to the answer. */
  readonly seconds: number;
  readonly userId: number | null;
  /** Only for `internal` and `unavailable`: what the caller is not told. */
  readonly cause?: unknown;
}

/** Told of every command that ran; ops logs and measures. */
export interface CommandObserver {
  commandRan(report: CommandReport): void;
}

export const OBSERVER = Symbol('CommandObserver');
