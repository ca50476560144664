import type { WireError } from '@stm-chat/protocol';
import type { Clock } from '../kernel/clock.js';
import type { BoundCommand } from '../kernel/command-registry.js';
import { nextRequestId } from '../kernel/request-id.js';
import type { CommandRunner } from '../kernel/run-command.js';
import type { CommandError } from '../kernel/errors.js';
import { toWireError } from '../kernel/wire-error.js';
import { Calls, type CallReceiver, type ReceivedCall } from './calls.js';
import type { ChatSocket } from './chat-socket.js';

type Acknowledge = (answer: unknown) => void;

/**
 * Runs the command that has a socket door for every event of its name: `Calls` reads them, Socket.IO what is left. One
 * shared listener each, no closure per socket. It knows no command by name; what an event may do is decided by the runner
 * and the features.
 */
export class Gateway implements CallReceiver {
  readonly #commands: ReadonlyMap<string, BoundCommand>;
  readonly #calls: Calls;
  /** Their JSON; a busy server gives the same one thousands of times. */
  readonly #refusals = new WeakMap<CommandError, string>();

  constructor(
    commands: readonly BoundCommand[],
    private readonly runner: CommandRunner,
    private readonly clock: Clock,
    /** Told the name of a limit that was reached. */
    private readonly onLimit: (limiter: string) => void,
  ) {
    this.#calls = new Calls(this, clock);
    this.#commands = new Map(
      commands.filter(({ contract }) => contract.spec.socket).map((command) => [command.contract.name, command]),
    );
  }

  bind(socket: ChatSocket): void {
    this.#calls.from(socket);
    // What is no plain call of a known event.
    socket.onAny(this.#onEvent);
  }

  knows(event: string): boolean {
    return this.#commands.has(event);
  }

  refusal(event: string): string | null {
    const refusal = this.#commands.get(event)?.handler.refusal?.() ?? null;
    if (refusal === null) return null;
    const text = this.#refusals.get(refusal) ?? JSON.stringify({ ok: false, error: toWireError(refusal) });
    this.#refusals.set(refusal, text);
    return text;
  }

  receive({ socket, event, args, acknowledge }: ReceivedCall): void {
    this.#receive(socket, event, args, acknowledge);
  }

  // Socket.IO calls `onAny` listeners with the socket as `this`.
  readonly #onEvent = (() => {
    const gateway = this;
    return function (this: ChatSocket, event: unknown, ...args: unknown[]): void {
      const last = args.at(-1);
      const acknowledge = typeof last === 'function' ? (last as Acknowledge) : null;
      if (acknowledge !== null) args.pop();
      gateway.#receive(this, String(event), args, acknowledge);
    };
  })();

  #receive(socket: ChatSocket, event: string, args: readonly unknown[], acknowledge: Acknowledge | null): void {
    const retryAfterMs = socket.data.events.take(this.clock.now());
    if (retryAfterMs > 0) {
      this.onLimit('events');
      this.#refuse(socket, event, acknowledge, {
        code: 'rate_limited',
        message: 'Too many events in a short time; try again in a moment.',
        retry_after_ms: retryAfterMs,
      });
      return;
    }
    const command = this.#commands.get(event);
    if (command === undefined || args.length > 1) {
      const message = command === undefined ? 'event: is not known' : 'payload: must be one object';
      this.#refuse(socket, event, acknowledge, { code: 'invalid_payload', message });
      return;
    }
    const { actor, connection, address, userAgent } = socket.data;
    const running = this.runner.run({
      command,
      door: 'socket',
      actor,
      input: args[0],
      connection,
      address,
      userAgent,
      requestId: nextRequestId(),
    });
    void running.then((answer) => {
      if (!answer.ok) this.#refuse(socket, event, acknowledge, answer.error);
      else acknowledge?.(acknowledgement(command, answer.output));
    });
  }

  /** Answers on the same connection; only a client that goes on and on after refusals loses it. */
  #refuse(socket: ChatSocket, event: string, acknowledge: Acknowledge | null, error: WireError): void {
    if (acknowledge !== null) acknowledge({ ok: false, error });
    else socket.emit('error', { ...error, event: event.slice(0, 60) });
    if (error.code !== 'rate_limited' || socket.data.refusals.take(this.clock.now()) === 0) return;
    this.onLimit('event_refusals');
    socket.conn.close();
  }
}

function acknowledgement({ contract }: BoundCommand, output: unknown): object {
  const key = contract.spec.ack;
  return key === undefined ? { ok: true } : { ok: true, [key]: output };
}
