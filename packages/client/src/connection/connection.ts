import { COMMANDS } from '@stm-chat/protocol';
import { ChatError, SessionEnded } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { SessionSource } from '../session/session-source.js';
import { createStore, type Store } from '../store.js';
import { AckTimeout, Link } from '../transport/link.js';
import type { IoFactory } from '../transport/socket-like.js';
import { isObject, readAck } from '../transport/wire-answer.js';
import { asNamed, backOff } from './back-off.js';
import {
  failures,
  nextConnection,
  STABLE_MS,
  type ConnectionEvent,
  type ConnectionState,
  type EndReason,
  type WaitReason,
} from './connection-state.js';
import type { Environment } from './environment.js';
import { TokenRenewal } from './token-renewal.js';

/** An attempt that is not through after this long is given up: token, handshake and the server's `connected`. */
const ATTEMPT_MS = 20_000;
const ACK_TIMEOUT_MS = 10_000;
const PROBE_TIMEOUT_MS = 4000;
/** A connection that was heard this recently need not be asked whether it lives. */
const FRESH_MS = 2000;
/** Several unanswered calls in a row mean a dead connection, even when something else still trickles in. */
const TIMEOUTS_MAX = 3;
/** Without any network a retry is only there because devices are wrong about that at times. */
const OFFLINE_RETRY_MS = 5000;

export interface ConnectionOptions {
  readonly url: string;
  readonly io: IoFactory;
  readonly session: SessionSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly environment: Environment;
  /** Every event of the server, in order; `connected` too. */
  readonly onEvent: (name: string, payload: unknown) => void;
}

/** Keeps one connection to the server for as long as anybody wants it, whatever happens to network, server and token. */
export class Connection {
  private readonly current = createStore<ConnectionState>({ status: 'idle' });
  private link: Link | undefined;
  private cancelTimer = () => {};
  private readonly renewal: TokenRenewal;
  private stopListening: (() => void) | undefined;
  /** The token was refreshed because the server refused it, and no good connection came of it yet. */
  private refreshed = false;
  private drainMs: number | undefined;
  private refusal: string | undefined;
  private timeouts = 0;
  /** Failed attempts to which a busy server named a time: it is there, and not to be spared by longer and longer waits. */
  private told = 0;
  /** Which attempt is the present one; answers to earlier ones are ignored. */
  private turn = 0;

  constructor(private readonly options: ConnectionOptions) {
    this.renewal = new TokenRenewal(
      options.clock,
      options.session,
      async (token) => readAck(COMMANDS.authenticate, await this.request('authenticate', { token })),
      () => this.end('unauthorized'),
    );
  }

  get state(): Store<ConnectionState> {
    return this.current;
  }

  /** Starts, or tries at once when it is waiting. The way back from `ended`. */
  connect(): void {
    const { status } = this.current.get();
    if (status === 'connecting' || status === 'online') return;
    if (status === 'ended') this.refreshed = false;
    this.stopListening ??= this.options.environment.subscribe((event) => this.surroundings(event));
    this.attempt(false);
  }

  /** Stays away until `connect`. */
  end(reason: EndReason): void {
    const state = this.current.get();
    // By the program: nothing that is learnt afterwards is of interest.
    if (state.status === 'ended' && state.reason === 'closed') return;
    this.hangUp();
    this.stopListening?.();
    this.stopListening = undefined;
    this.dispatch({ type: 'ended', reason });
  }

  /** Calls over the socket. Throws `ChatError` `unavailable` when there is none or it does not answer. */
  async request(event: string, payload: unknown, timeoutMs = ACK_TIMEOUT_MS): Promise<unknown> {
    const link = this.link;
    if (link === undefined || this.current.get().status !== 'online') {
      throw new ChatError('unavailable', 'Not connected');
    }
    const sentAt = this.options.clock.now();
    try {
      const answer = await link.request(event, payload, timeoutMs);
      this.timeouts = 0;
      return answer;
    } catch (error) {
      if (error instanceof AckTimeout && link === this.link) {
        this.timeouts++;
        if (link.heardAt <= sentAt || this.timeouts >= TIMEOUTS_MAX) this.lose('server');
      }
      throw error;
    }
  }

  /** Sends without waiting; lost when there is no connection. */
  emit(event: string, payload: unknown): void {
    if (this.current.get().status === 'online') this.link?.emit(event, payload);
  }

  private attempt(forceRefresh: boolean): void {
    this.hangUp();
    const turn = this.turn;
    this.dispatch({ type: 'start', at: this.options.clock.now() });
    this.cancelTimer = this.options.clock.after(ATTEMPT_MS, () => this.lose('server'));
    this.options.session.getToken({ forceRefresh }).then(
      (token) => {
        if (turn === this.turn) this.open(token, turn);
      },
      (error: unknown) => {
        if (turn !== this.turn) return;
        if (error instanceof SessionEnded) this.end('unauthorized');
        else this.lose('server');
      },
    );
  }

  private open(token: string, turn: number): void {
    const { url, io, clock, onEvent } = this.options;
    const state = this.current.get();
    const pollingFirst = state.status === 'connecting' && state.attempt % 3 === 0;
    const mine = (then: () => void) => {
      if (turn === this.turn) then();
    };
    this.link = new Link(
      { url, io, clock, token, pollingFirst },
      {
        opened: () => mine(() => this.opened(token)),
        event: (name, payload) =>
          mine(() => {
            this.notice(name, payload);
            onEvent(name, payload);
          }),
        refused: (code, retryAfterMs) => mine(() => this.refused(code, retryAfterMs)),
        dropped: (byServer) => mine(() => this.dropped(byServer)),
      },
    );
  }

  private opened(token: string): void {
    this.cancelTimer();
    this.timeouts = 0;
    this.refusal = undefined;
    this.drainMs = undefined;
    this.dispatch({ type: 'opened', at: this.options.clock.now() });
    this.renewal.start(token);
  }

  private notice(name: string, payload: unknown): void {
    if (!isObject(payload)) return;
    if (name === 'server_draining') this.drainMs = Number(payload['reconnect_in_ms']) || 0;
    // Errors of single calls come here too, in answer to what was emitted without a callback: those name their event.
    if (name === 'error' && payload['event'] === undefined) this.refusal = String(payload['code']);
  }

  private refused(code: string | undefined, retryAfterMs: number | undefined): void {
    if (code === 'unauthorized' || code === 'token_expired') this.tokenRefused();
    else this.lose('server', retryAfterMs);
  }

  private dropped(byServer: boolean): void {
    const { refusal } = this;
    if (refusal === 'token_expired' || refusal === 'unauthorized') return this.tokenRefused();
    if (!byServer) return this.lose(this.drainMs === undefined ? 'server' : 'draining');
    this.end('displaced');
    // Signed out elsewhere looks the same from here; whoever shows "continue here" should know that it would be in vain.
    if (refusal !== 'displaced') this.checkSession();
  }

  private checkSession(): void {
    const turn = this.turn;
    this.options.session.getToken({ forceRefresh: true }).catch((error: unknown) => {
      if (turn === this.turn && error instanceof SessionEnded) this.end('unauthorized');
    });
  }

  /** Once with a fresh token; if that is refused as well the session is over. */
  private tokenRefused(): void {
    if (this.refreshed && !this.isGood()) return this.end('unauthorized');
    this.attempt(true);
    this.refreshed = true;
  }

  private isGood(): boolean {
    const state = this.current.get();
    return state.status === 'online' && this.options.clock.now() - state.since >= STABLE_MS;
  }

  /** @param namedMs after which the server wants to be asked again */
  private lose(why: WaitReason, namedMs?: number): void {
    const { clock, random, environment } = this.options;
    const at = clock.now();
    const reason = environment.isOnline() ? why : 'offline';
    const failed = failures(this.current.get(), at);
    if (failed === 0) this.told = 0;
    if (namedMs !== undefined) this.told += 1;
    let delay = namedMs === undefined ? backOff(failed - this.told, random) : asNamed(namedMs, random);
    if (reason === 'offline') delay = Math.max(delay, OFFLINE_RETRY_MS);
    if (reason === 'draining') delay = (this.drainMs ?? 0) * (0.5 + random() / 2);
    this.hangUp();
    this.dispatch({ type: 'lost', at, reason, retryAt: at + delay });
    if (this.current.get().status === 'waiting') this.cancelTimer = clock.after(delay, () => this.attempt(false));
  }

  private surroundings(event: 'online' | 'offline' | 'wake'): void {
    const { status } = this.current.get();
    if (event === 'offline') {
      if (status === 'online' || status === 'connecting') this.lose('offline');
    } else if (status === 'waiting') {
      this.attempt(false);
    } else if (status === 'online') {
      this.probe();
    }
  }

  /** After a sleep or a change of network a connection may be dead without knowing: any answer will do. */
  private probe(): void {
    const { link } = this;
    if (link === undefined) return;
    // Either way: the device's clock may have been put back.
    if (Math.abs(this.options.clock.now() - link.heardAt) < FRESH_MS) return;
    link.request('sync', { chats: [] }, PROBE_TIMEOUT_MS).catch(() => {
      if (link === this.link) this.attempt(false);
    });
  }

  private hangUp(): void {
    if (this.isGood()) this.refreshed = false;
    this.turn++;
    this.cancelTimer();
    this.renewal.stop();
    const { link } = this;
    this.link = undefined;
    link?.close();
  }

  private dispatch(event: ConnectionEvent): void {
    this.current.set(nextConnection(this.current.get(), event));
  }
}
