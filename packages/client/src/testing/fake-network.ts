import { COMMANDS, type CommandName, type CommandSpec } from '@stm-chat/protocol';
import { toWireError } from '../chat-error.js';
import type { Environment } from '../connection/environment.js';
import type { Fetch } from '../transport/rest.js';
import type { IoFactory, SocketLike, SocketOptions } from '../transport/socket-like.js';
import type { FakeServer, FakeSocketEnd } from './fake-server.js';

/** Something on its way, in one direction of one connection: things in one lane stay in order. */
interface Lane {
  readonly tasks: (() => void)[];
}

const STATUS: Record<string, number> = { not_found: 404, unauthorized: 401, token_expired: 401, rate_limited: 429 };

/** The network between clients and a fake server. Normally at once; by hand when `auto` is off. */
export class FakeNetwork {
  auto = true;
  up = true;
  /** Refuses handshakes: answers the `data.code` of the `connect_error`. */
  refuse: (token: string) => string | undefined = () => undefined;
  /** Seconds after which a busy server wants to be asked again; it refuses handshakes while they are set. */
  busyForSeconds: number | undefined;
  readonly sockets = new Set<FakeSocket>();
  private readonly lanes = new Set<Lane>();
  private readonly watchers = new Set<(event: 'online' | 'offline' | 'wake') => void>();

  constructor(readonly server: FakeServer) {}

  readonly io: IoFactory = (_url, options) => new FakeSocket(this, options);

  readonly environment: Environment = {
    isOnline: () => this.up,
    subscribe: (listener) => {
      this.watchers.add(listener);
      return () => void this.watchers.delete(listener);
    },
  };

  readonly fetch: Fetch = async (url, init) => {
    const lane = this.lane();
    if (!this.up) throw new TypeError('fetch failed');
    const { pathname, searchParams } = new URL(url, 'http://server');
    const { name, params } = route(init.method ?? 'GET', pathname);
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length);
    const input = { ...Object.fromEntries(searchParams), ...body, ...params };
    return new Promise<Response>((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      this.post(lane, () => {
        const response = this.answer(token, name, input);
        this.post(lane, () => {
          this.lanes.delete(lane);
          if (this.up) resolve(response);
          else reject(new TypeError('fetch failed'));
        });
      });
    });
  };

  /** Tells the page what its surroundings tell it. */
  tell(event: 'online' | 'offline' | 'wake'): void {
    for (const watcher of [...this.watchers]) watcher(event);
  }

  goDown(): void {
    this.up = false;
    for (const socket of [...this.sockets]) socket.cut();
    this.tell('offline');
  }

  comeBack(): void {
    this.up = true;
    this.tell('online');
  }

  /** How many lanes have something under way. */
  get busy(): number {
    return [...this.lanes].filter(({ tasks }) => tasks.length > 0).length;
  }

  /** Lets the first thing of the `n`th busy lane arrive. */
  deliver(n: number): void {
    const busy = [...this.lanes].filter(({ tasks }) => tasks.length > 0);
    busy[n % busy.length]?.tasks.shift()?.();
  }

  lane(): Lane {
    const lane = { tasks: [] };
    this.lanes.add(lane);
    return lane;
  }

  drop(lane: Lane): void {
    lane.tasks.length = 0;
    this.lanes.delete(lane);
  }

  post(lane: Lane, task: () => void): void {
    lane.tasks.push(task);
    if (this.auto) queueMicrotask(() => lane.tasks.shift()?.());
  }

  private answer(token: string | undefined, name: CommandName, input: Record<string, unknown>): Response {
    const spec: CommandSpec = COMMANDS[name];
    try {
      const output = this.server.handle(userOf(token), name, input);
      if (output === undefined) return new Response(null, { status: 204 });
      return new Response(JSON.stringify(output), { status: spec.rest?.status ?? 200 });
    } catch (error) {
      const wire = toWireError(error);
      return new Response(JSON.stringify(wire), { status: STATUS[wire.code] ?? 500 });
    }
  }
}

/** The token `user-7` is user 7's; anything after a dot does not matter. */
function userOf(token: string | undefined): number {
  return Number(/^user-(\d+)/.exec(token ?? '')?.[1] ?? 0);
}

function route(method: string, path: string): { name: CommandName; params: Record<string, string> } {
  // The most literal route first: `/api/chat/sync` is not the chat "sync".
  const all = (Object.entries(COMMANDS) as [CommandName, CommandSpec][]).sort(
    ([, a], [, b]) => params(a).length - params(b).length,
  );
  for (const [name, spec] of all) {
    if (spec.rest?.method !== method) continue;
    const found = new RegExp(`^${spec.rest.path.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
    if (found) return { name, params: Object.fromEntries(params(spec).map((key, at) => [key, found[at + 1] ?? ''])) };
  }
  throw new Error(`No route for ${method} ${path}`);
}

function params(spec: CommandSpec): string[] {
  return [...(spec.rest?.path.matchAll(/:(\w+)/g) ?? [])].map((match) => match[1] ?? '');
}

/** As socket.io-client passes on that nobody answered: in Node its request throws when it is asked for a header. */
function unreachable(): Error {
  const context = { getResponseHeader: () => (undefined as unknown as Headers).get('Retry-After') };
  return Object.assign(new Error('xhr poll error'), { description: 0, context });
}

/** As socket.io-client passes on what a server answered to long polling. */
function busy(seconds: number): Error {
  const context = { getResponseHeader: (name: string) => (name === 'Retry-After' ? String(seconds) : null) };
  return Object.assign(new Error('xhr poll error'), { description: 503, context });
}

/** The client's end of a connection. */
export class FakeSocket implements SocketLike {
  /** Frames of the server vanish while the connection seems to stand: a half-open one. */
  silent = false;
  private readonly listeners = new Map<string, ((payload: never) => void)[]>();
  private readonly anyListeners: ((event: string, payload: unknown) => void)[] = [];
  private readonly toServer: Lane;
  private readonly toClient: Lane;
  private end: FakeSocketEnd | undefined;
  private open = false;

  constructor(
    private readonly network: FakeNetwork,
    readonly options: SocketOptions,
  ) {
    this.toServer = network.lane();
    this.toClient = network.lane();
  }

  connect(): void {
    this.open = true;
    this.network.post(this.toServer, () => {
      const { token } = this.options.auth;
      if (!this.network.up) return this.fail(unreachable());
      if (this.network.busyForSeconds !== undefined) return this.fail(busy(this.network.busyForSeconds));
      const code = this.network.refuse(token);
      if (code !== undefined) return this.fail(Object.assign(new Error('refused'), { data: { code } }));
      const end: FakeSocketEnd = {
        userId: userOf(token),
        joined: new Set(),
        push: (event, payload) => this.push(event, payload),
      };
      this.end = end;
      this.network.sockets.add(this);
      this.network.server.sockets.add(end);
      this.push('connected', { message: 'Welcome', userId: end.userId, epoch: this.network.server.epoch });
    });
  }

  /** An event of the server to this connection. */
  push(event: string, payload: unknown): void {
    const copy = structuredClone(payload);
    this.network.post(this.toClient, () => {
      if (this.open && !this.silent) for (const listener of this.anyListeners) listener(event, copy);
    });
  }

  /** The connection breaks. */
  cut(reason = 'transport close'): void {
    if (!this.open) return;
    this.forget();
    this.call('disconnect', reason);
  }

  disconnect(): void {
    this.forget();
  }

  on(event: string, listener: (payload: never) => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  onAny(listener: (event: string, payload: unknown) => void): void {
    this.anyListeners.push(listener);
  }

  emit(event: string, payload: unknown, ack?: (answer: unknown) => void): void {
    const copy = structuredClone(payload) as Record<string, unknown>;
    this.network.post(this.toServer, () => {
      const answer = this.serve(event as CommandName, copy);
      if (answer === undefined) return;
      this.network.post(this.toClient, () => {
        if (this.open && !this.silent) ack?.(answer);
      });
    });
  }

  private serve(name: CommandName, input: Record<string, unknown>): unknown {
    if (this.end === undefined) return undefined;
    const spec: CommandSpec = COMMANDS[name];
    try {
      const output = this.network.server.handle(this.end.userId, name, input, this.end);
      return structuredClone({ ok: true, ...(spec.ack === undefined ? {} : { [spec.ack]: output }) });
    } catch (error) {
      return { ok: false, error: toWireError(error) };
    }
  }

  private fail(error: Error): void {
    this.network.post(this.toClient, () => {
      if (this.open) this.call('connect_error', error);
    });
  }

  private forget(): void {
    this.open = false;
    this.network.drop(this.toServer);
    this.network.drop(this.toClient);
    this.network.sockets.delete(this);
    if (this.end !== undefined) this.network.server.sockets.delete(this.end);
  }

  private call(event: string, payload: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) (listener as (payload: unknown) => void)(payload);
  }
}
