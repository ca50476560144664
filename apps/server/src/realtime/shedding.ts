import { NAMESPACE } from '@stm-chat/protocol';
import type { BoundCommand } from '../kernel/command-registry.js';
import type { CommandError } from '../kernel/errors.js';
import { toWireError } from '../kernel/wire-error.js';

/** An event that wants an acknowledgement, as Socket.IO's parser encodes it: its number, and the event's name. */
const CALL = new RegExp(`^2${NAMESPACE},(\\d+)\\["(\\w+)",`);

/**
 * Refuses calls at the door while their command has no room for any: before they are parsed, as strings. Reading a call
 * costs nearly as much as carrying it out; a server that reads twice of what it can do, only to refuse half of it, does
 * not even do the other half.
 */
export class Shedding {
  /** Commands that can be without room, by name. */
  readonly #commands: ReadonlyMap<string, BoundCommand['handler']>;
  readonly #texts = new WeakMap<CommandError, string>();

  constructor(commands: readonly BoundCommand[]) {
    this.#commands = new Map(
      commands
        .filter(({ contract, handler }) => contract.spec.socket && handler.refusal !== undefined)
        .map(({ contract, handler }) => [contract.name, handler]),
    );
  }

  /** @returns the packet that answers this one, or null when it is to be read */
  answerTo(packet: string): string | null {
    const [, id, event = ''] = CALL.exec(packet) ?? [];
    const refusal = this.#commands.get(event)?.refusal?.() ?? null;
    return refusal === null ? null : `3${NAMESPACE},${id}[${this.#textOf(refusal)}]`;
  }

  #textOf(refusal: CommandError): string {
    let text = this.#texts.get(refusal);
    if (text === undefined) {
      text = JSON.stringify({ ok: false, error: toWireError(refusal) });
      this.#texts.set(refusal, text);
    }
    return text;
  }
}
