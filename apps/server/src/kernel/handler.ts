import { Injectable, SetMetadata } from '@nestjs/common';
import type { COMMANDS } from '@stm-chat/protocol';
import type { Contract, InputOf, OutputOf } from '@stm-chat/protocol/schemas';
import type { Actor, UserActor } from './actor.js';
import type { Connection } from './connection.js';
import type { CommandError } from './errors.js';
import type { Spending } from './limiter.js';

/** What a handler knows of the call beside its input. */
export interface Context<C extends Contract = Contract> {
  readonly actor: (typeof COMMANDS)[C['name']]['audience'] extends 'user' ? UserActor : Actor;
  /** Only for commands that come over a socket. */
  readonly connection: Connection | null;
  /** The client's address, through `TRUST_PROXY`. */
  readonly address: string;
  readonly userAgent: string | null;
  /** What the contract's politeness limit says; to be enforced after repeats and status were checked. */
  readonly limit: Spending;
}

/** `repeated`: nothing new was made, the first result is given again (REST: 200 instead of 201). */
export interface Outcome<C extends Contract> {
  readonly output: OutputOf<C>;
  readonly repeated?: boolean;
}

/**
 * One command of the server. `handle` is called with parsed input; before its first `await` it enters the writer when
 * its contract is `ordered`. It returns after commit; it throws `CommandError` to refuse.
 */
export interface CommandHandler<C extends Contract> {
  handle(input: InputOf<C>, context: Context<C>): Promise<Outcome<C>>;
  /**
   * What every call would get at this moment, whatever it asks, for want of room; null when calls are heard. A door that
   * asks refuses before it reads the call: who has too much to do must not do as much again to say so. The same object
   * each time; it is counted here.
   */
  refusal?(): CommandError | null;
}

export const HANDLES = 'stm-chat:handles';

/** Marks a provider as the handler of a contract; the registry finds it when the server starts. */
export function Handles(contract: Contract): ClassDecorator {
  return (target) => {
    Injectable()(target);
    SetMetadata(HANDLES, contract)(target);
  };
}
