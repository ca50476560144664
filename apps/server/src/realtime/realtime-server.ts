import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { NAMESPACE } from '@stm-chat/protocol';
import { Server } from 'socket.io';
import type { Authenticator } from '../kernel/actor.js';
import { clientAddress } from '../kernel/client-address.js';
import type { Clock } from '../kernel/clock.js';
import type { BoundCommand } from '../kernel/command-registry.js';
import type { Rate } from '../kernel/limiter.js';
import type { Metrics } from '../kernel/metrics.js';
import { isAllowedOrigin, type OriginPolicy } from '../kernel/origin.js';
import type { CommandRunner } from '../kernel/run-command.js';
import { TokenBucket } from '../kernel/token-bucket.js';
import type { ChatNamespace, ChatServer, ChatSocket } from './chat-socket.js';
import { type Siblings, StickySessions } from './sticky-sessions.js';
import type { ClusterHub } from './cluster-hub.js';
import { ConnectionSweep } from './connection-sweep.js';
import { EngineGuard } from './engine-guard.js';
import { Gateway } from './gateway.js';
import { Handshakes } from './handshake.js';
import { forgetHandshake, rememberAnswer } from './handshake-traces.js';
import { connectionsByFileLimit, OpenConnections } from './open-connections.js';
import { LateComers } from './late-comers.js';
import { guardPackets } from './packet-guard.js';
import { sessionRoom, userRoom } from './rooms.js';
import { SocketConnection } from './socket-connection.js';
import { installTransports } from './transports.js';
import { wireParser } from './wire-parser.js';

/** How often a connection is asked whether it lives, and how long its answer may take. */
export interface Heartbeat {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export interface RealtimeOptions {
  /** The sockets of all nodes. */
  readonly hub: ClusterHub;
  readonly runner: CommandRunner;
  readonly commands: readonly BoundCommand[];
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly origins: OriginPolicy;
  readonly trustProxy: number;
  /** Whether clients may use long polling. */
  readonly polling: boolean;
  /** The processes that serve the same port, if there are others. */
  readonly siblings?: Siblings;
  /** Tests set it. */
  readonly heartbeat?: Heartbeat;
  /** While true, new connections have fewer turns, so that those who are in do not suffer. */
  readonly isOverloaded: () => boolean;
  /** Of the database, told to every client: see rule SY9. */
  readonly epoch: string;
  readonly limits: {
    readonly frameBytes: number | null;
    readonly unauthenticatedMs: number | null;
    readonly events: Rate | null;
    readonly eventRefusals: Rate | null;
    readonly handshakes: Rate | null;
    readonly handshakeWaitMs: number | null;
    readonly connectionsPerUser: number | null;
    readonly connectionsPerAddress: number | null;
    readonly connections: number | null;
    readonly outboundVolatileBytes: number | null;
    readonly outboundBytes: number | null;
    readonly outboundStallMs: number | null;
  };
}

/** Connections that a drain closes in one go, and the pause until the next: the others must not all come at once. */
const DRAIN_BATCH = 200;
const DRAIN_PAUSE_MS = 100;
/** However many there are: all of it has to be over well within the 25 s that a deploy gives. */
const DRAIN_BATCHES_MAX = 80;
/** A connection without a pong for this long is half-open and is closed; a quiet user is never cut. */
const HEARTBEAT: Heartbeat = { intervalMs: 25_000, timeoutMs: 20_000 };
/** Of the open files, for connections of the chat. */
const CHAT_SHARE = 0.7;
const NEVER_MS = 2 ** 31 - 1;
const CORS = { allowedHeaders: ['Authorization', 'Content-Type'], exposedHeaders: ['Retry-After'], maxAge: 600 };

/** The Socket.IO door: handshakes, the `/chat` namespace, expiry of tokens, draining. */
export class RealtimeServer {
  readonly #io: ChatServer;
  readonly #chat: ChatNamespace;
  readonly #gateway: Gateway;
  readonly #handshakes: Handshakes;
  #refusing = false;
  readonly #sweep: ConnectionSweep;
  readonly #sticky: StickySessions | null;
  readonly #lateComers: LateComers;

  constructor(
    http: HttpServer,
    private readonly options: RealtimeOptions,
  ) {
    const { limits, origins, heartbeat = HEARTBEAT } = options;
    this.#io = new Server(http, {
      transports: ['polling', 'websocket'],
      parser: wireParser,
      maxHttpBufferSize: limits.frameBytes ?? Number.MAX_SAFE_INTEGER,
      connectTimeout: limits.unauthenticatedMs ?? NEVER_MS,
      pingInterval: heartbeat.intervalMs,
      pingTimeout: heartbeat.timeoutMs,
      cors: ({ headers }, decide) => {
        // Only what a page fetches is asked about; the guard looks at the origin of an upgrade.
        const isFetched = headers.upgrade === undefined;
        decide(null, { ...CORS, origin: isFetched && isAllowedOrigin(headers.origin, headers.host, origins) });
      },
    });
    const onLimit = (limiter: string) => options.metrics.count('chat_ratelimit_rejections_total', { limiter });
    this.#lateComers = new LateComers(limits.unauthenticatedMs ?? NEVER_MS, () => onLimit('unauthenticated'));
    installTransports(this.#io.engine, {
      volatileBytes: limits.outboundVolatileBytes ?? Number.POSITIVE_INFINITY,
      onTooLarge: () => onLimit('frame'),
    });
    const { hub } = options;
    const open = new OpenConnections(options.trustProxy, (address, connections) =>
      hub.addressChanged(address, connections),
    );
    this.#io.engine.on('connection', (socket) => {
      open.came(socket);
      guardPackets(socket);
      this.#lateComers.came(socket);
    });
    const guard = new EngineGuard({
      origins,
      handshakes: limits.handshakes,
      handshakeWaitMs: limits.handshakeWaitMs,
      clock: options.clock,
      openConnections: () => open.total,
      maxConnections: limits.connections ?? connectionsByFileLimit(CHAT_SHARE),
      addressOf: (request) => open.addressOf(request),
      openFrom: (address) => open.from(address) + hub.roster.connectionsFrom(address),
      maxPerAddress: limits.connectionsPerAddress ?? Number.POSITIVE_INFINITY,
      closeSession: (sid) => closeSession(this.#io.engine, sid),
      polling: options.polling,
      isClosed: () => this.#refusing,
      isLate: options.isOverloaded,
      onLimit,
    });
    // In one, as each costs a promise.
    this.#io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      rememberAnswer(request, response);
      guard.check(request, response, next);
    });
    options.metrics.gauge('chat_handshakes_waiting', () => [{ labels: {}, value: guard.waiting }]);
    this.#io.use((_socket, next) => next(new Error(`Connect to the namespace ${NAMESPACE}.`)));
    this.#chat = this.#io.of(NAMESPACE);
    this.#gateway = new Gateway(options.commands, options.runner, options.clock, onLimit);
    this.#handshakes = new Handshakes(options.authenticator);
    this.#chat.use((socket, next) => void this.#admit(socket, next));
    this.#chat.on('connection', (socket) => this.#connected(socket));
    hub.here.attach(this.#chat);
    hub.onCrowded((userId) => this.#displaceOldest(userId));
    measureConnections(this.#chat, options.metrics);
    const { siblings } = options;
    this.#sticky = siblings === undefined ? null : new StickySessions(http, this.#io.engine, siblings);
    this.#sweep = new ConnectionSweep(this.#chat, options);
  }

  /** While true, new connections get a 503 and try again by themselves. */
  refuseNew(refusing: boolean): void {
    this.#refusing = refusing;
  }

  /** Tells every client, then closes the transports in batches: clients come back by themselves, elsewhere. */
  async drain(): Promise<void> {
    this.refuseNew(true);
    const sockets = [...this.#chat.sockets.values()];
    const batch = Math.max(DRAIN_BATCH, Math.ceil(sockets.length / DRAIN_BATCHES_MAX));
    for (const [index, socket] of sockets.entries()) {
      socket.emit('server_draining', { reconnect_in_ms: 500 + Math.floor(index / batch) * DRAIN_PAUSE_MS });
    }
    for (let from = 0; from < sockets.length; from += batch) {
      for (const socket of sockets.slice(from, from + batch)) socket.conn.close();
      await new Promise<void>((resume) => this.options.clock.after(DRAIN_PAUSE_MS, resume));
    }
  }

  /** Stops for good; transports are closed, the HTTP server is its owner's. */
  close(): void {
    this.#sweep.stop();
    this.#sticky?.close();
    this.#io.engine.close();
  }

  async #admit(socket: ChatSocket, next: (error?: Error) => void): Promise<void> {
    const { hub, clock, limits, trustProxy } = this.options;
    try {
      const now = clock.now();
      const actor = await this.#handshakes.shake(socket);
      // Socket.IO forgets a socket that it is told of; one that nobody speaks of again it keeps for ever.
      if (actor === null) return next(new Error('closed'));
      socket.data = {
        actor,
        authenticatedAt: now,
        address: clientAddress(socket.request, trustProxy),
        userAgent: socket.handshake.headers['user-agent'] ?? null,
        connection: new SocketConnection(socket, hub.here),
        entered: new Set(),
        joined: new Set(),
        events: new TokenBucket(limits.events, now),
        refusals: new TokenBucket(limits.eventRefusals, now),
      };
      next();
    } catch (refusal) {
      next(refusal instanceof Error ? refusal : new Error('refused'));
    }
  }

  #connected(socket: ChatSocket): void {
    this.#lateComers.named(socket.conn);
    const { epoch, hub } = this.options;
    const { here } = hub;
    const { authenticatedAt } = socket.data;
    const { userId, sessionId } = socket.data.actor;
    void socket.join(userRoom(userId));
    if (sessionId !== null) void socket.join(sessionRoom(sessionId));
    if (here.wasClosedSince(authenticatedAt, userId, sessionId)) {
      socket.emit('error', { code: 'unauthorized', message: 'This session has ended.' });
      socket.disconnect(true);
      return;
    }
    here.socketCame(socket);
    forgetHandshake(socket);
    socket.on('disconnect', this.#onDisconnect);
    this.#gateway.bind(socket);
    socket.emit('connected', { message: 'Connected to STM Chat.', userId, epoch });
    this.#displaceOldest(userId);
  }

  // Socket.IO calls listeners with the socket as `this`: one for all of them.
  readonly #onDisconnect = ((server: RealtimeServer) =>
    function (this: ChatSocket, reason: string): void {
      server.options.hub.here.socketWent(this);
      // Who left the namespace has nothing to do here, and would count as nobody's connection.
      if (reason === 'client namespace disconnect') this.conn.close();
    })(this);

  /** The oldest on all nodes go first; each node closes its own, and hears of the others'. */
  #displaceOldest(userId: number): void {
    const most = this.options.limits.connectionsPerUser ?? Number.POSITIVE_INFINITY;
    const sockets = this.options.hub.here.socketsOf(userId);
    const there = this.options.hub.roster.connectionsOf(userId);
    let excess = there.reduce((sum, { connections }) => sum + connections, sockets.length) - most;
    for (const socket of sockets) {
      if (excess <= 0 || there.some(({ oldestAt }) => oldestAt < socket.data.authenticatedAt)) return;
      excess -= 1;
      this.options.metrics.count('chat_ratelimit_rejections_total', { limiter: 'connections_per_user' });
      socket.emit('error', {
        code: 'displaced',
        message: 'Too many connections of this account; this one was the oldest.',
      });
      socket.disconnect(true);
    }
  }
}

/** Engine.IO's table of its connections; its types leave it out. */
function closeSession(engine: object, sid: string): void {
  (engine as { clients: Record<string, { close(discard: boolean): void } | undefined> }).clients[sid]?.close(true);
}

/** Read at each scrape: counting at each connect would have to hear of every upgrade. */
function measureConnections(chat: ChatNamespace, metrics: Metrics): void {
  metrics.gauge('chat_connections', () => {
    const byTransport = new Map([
      ['websocket', 0],
      ['polling', 0],
    ]);
    for (const { conn } of chat.sockets.values()) {
      byTransport.set(conn.transport.name, (byTransport.get(conn.transport.name) ?? 0) + 1);
    }
    return [...byTransport].map(([transport, value]) => ({ labels: { transport }, value }));
  });
}
