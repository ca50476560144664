import { Inject, Injectable } from '@nestjs/common';
import type { LimitName } from '@stm-chat/protocol/schemas';
import type { WireError } from '@stm-chat/protocol';
import type { Actor } from './actor.js';
import { AdmissionQueue } from './admission.js';
import type { BoundCommand } from './command-registry.js';
import type { Connection } from './connection.js';
import { CommandError } from './errors.js';
import type { Context, Outcome } from './handler.js';
import { type Limiter, type Spending, unlimited } from './limiter.js';
import { type CommandObserver, OBSERVER } from './observer.js';
import { parseInput } from './parse-input.js';
import { traced } from './tracing.js';
import { toWireError } from './wire-error.js';

/** One call of a command, as a door hands it in. */
export interface Call {
  readonly command: BoundCommand;
  readonly door: 'socket' | 'rest';
  readonly actor: Actor;
  readonly input: unknown;
  readonly connection: Connection | null;
  readonly address: string;
  readonly userAgent: string | null;
  /** In every line of the log about this call. */
  readonly requestId: string;
}

export type Answer =
  | { readonly ok: true; readonly output: unknown; readonly repeated: boolean }
  | { readonly ok: false; readonly error: WireError };

export const LIMITERS = Symbol('Limiters');
export type Limiters = Readonly<Record<LimitName, Limiter>>;

/** A call whose handler was entered. */
interface Begun {
  readonly running: Promise<Outcome<BoundCommand['contract']>>;
}

const nothingSpent: Spending = { allowed: true, retryAfterMs: 0, refund: () => undefined };

/**
 * What happens to every call of either door, in this order: audience, parse, limit, handle (which commits and then
 * publishes), map the error, report. It never throws.
 */
@Injectable()
export class CommandRunner {
  readonly #admissions = new AdmissionQueue();

  constructor(
    @Inject(LIMITERS) private readonly limiters: Limiters,
    @Inject(OBSERVER) private readonly observer: CommandObserver,
  ) {}

  run(call: Call): Promise<Answer> {
    return traced(
      call.command.contract.name,
      () => ({ door: call.door }),
      () => this.#run(call),
    );
  }

  #run(call: Call): Promise<Answer> {
    const startedAt = performance.now();
    const refused = (thrown: unknown): Answer => {
      const error = toWireError(thrown, call.requestId);
      this.#report(call, startedAt, error.code, thrown);
      return { ok: false, error };
    };
    try {
      const answered = this.#execute(call).then(({ output, repeated = false }): Answer => {
        this.#report(call, startedAt, 'ok');
        return { ok: true, output, repeated };
      });
      return answered.catch(refused);
    } catch (thrown) {
      return Promise.resolve(refused(thrown));
    }
  }

  /** @throws what stands against the call before its handler is entered */
  #execute(call: Call): Promise<Outcome<BoundCommand['contract']>> {
    const { contract } = call.command;
    requireAudience(call);
    const input = parseInput(contract, call.input);
    // Between accepting a call and its handler's first await nothing may overtake it: see Contract.ordered.
    const begun =
      contract.ordered === true
        ? this.#admissions.admit(orderKey(call, input), () => this.#begin(call, input))
        : this.#begin(call, input);
    return begun instanceof Promise ? begun.then(({ running }) => running) : begun.running;
  }

  /** Ends once the handler was entered; the outcome is wrapped so that waiting for admission does not wait for it. */
  #begin(call: Call, input: unknown): Begun | Promise<Begun> {
    const limit = this.#spend(call, call.command.contract.limit);
    return limit instanceof Promise
      ? limit.then((spent) => this.#enter(call, input, spent))
      : this.#enter(call, input, limit);
  }

  #enter({ command, actor, connection, address, userAgent }: Call, input: unknown, limit: Spending): Begun {
    const context = { actor, connection, address, userAgent, limit } as Context<BoundCommand['contract']>;
    return { running: command.handler.handle(input, context) };
  }

  #spend(call: Call, name: LimitName | undefined): Promise<Spending> | Spending {
    if (name === undefined || call.actor.kind !== 'user') return nothingSpent;
    return (this.limiters[name] ?? unlimited).spend(String(call.actor.userId));
  }

  #report(call: Call, startedAt: number, code: 'ok' | WireError['code'], cause?: unknown): void {
    this.observer.commandRan({
      command: call.command.contract.name,
      requestId: call.requestId,
      door: call.door,
      code,
      seconds: (performance.now() - startedAt) / 1000,
      userId: call.actor.kind === 'user' ? call.actor.userId : null,
      ...(code === 'internal' || code === 'unavailable' ? { cause } : {}),
    });
  }
}

function requireAudience({ actor, command }: Call): void {
  const { audience } = command.contract.spec;
  if (audience === 'anyone') return;
  if (actor.kind === 'anonymous') throw new CommandError('unauthorized', 'Sign in first.');
  if (audience === 'admin' && actor.kind === 'user' && actor.role !== 'admin') {
    throw new CommandError('forbidden', 'Only an admin or the host platform may do this.');
  }
  if (audience === 'user' && actor.kind !== 'user') throw new CommandError('forbidden', 'Only a user may do this.');
}

function orderKey(call: Call, input: unknown): string {
  const chatId = typeof input === 'object' && input !== null && 'chatId' in input ? String(input.chatId) : '';
  return `${call.actor.kind === 'user' ? call.actor.userId : call.actor.kind}:${chatId}`;
}

/** What a handler throws when its contract's limit was overdrawn and nothing else stood against the call. */
export function rateLimited(limit: Spending): CommandError {
  return new CommandError('rate_limited', 'Too many in a short time; try again in a moment.', {
    retryAfterMs: limit.retryAfterMs,
  });
}
