import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { CommandName } from '@stm-chat/protocol';
import { type Contract, contracts } from '@stm-chat/protocol/schemas';
import { type CommandHandler, HANDLES } from './handler.js';

export interface BoundCommand {
  readonly contract: Contract;
  readonly handler: CommandHandler<Contract>;
}

/** Every contract with its handler. The server does not start when one is missing or has two. */
@Injectable()
export class CommandRegistry {
  readonly #commands = new Map<CommandName, BoundCommand>();

  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  /** @throws Error that names every contract without a handler and every contract with two */
  collect(): void {
    const wrong: string[] = [];
    this.#commands.clear();
    for (const provider of this.discovery.getProviders()) {
      const contract: Contract | undefined = provider.metatype
        ? Reflect.getMetadata(HANDLES, provider.metatype)
        : undefined;
      if (contract === undefined) continue;
      if (this.#commands.has(contract.name)) wrong.push(`${contract.name} has two handlers`);
      this.#commands.set(contract.name, { contract, handler: provider.instance });
    }
    for (const name of Object.keys(contracts)) {
      if (!this.#commands.has(name as CommandName)) wrong.push(`${name} has no handler`);
    }
    if (wrong.length > 0) throw new Error(`The contracts and their handlers differ: ${wrong.join('; ')}`);
  }

  all(): readonly BoundCommand[] {
    return [...this.#commands.values()];
  }
}
