import { Inject, Injectable } from '@nestjs/common';
import type { CommandInput, CommandName, CommandOutput } from '@stm-chat/protocol';
import type { Actor } from '../../kernel/actor.js';
import { CommandRegistry } from '../../kernel/command-registry.js';
import type { Spending } from '../../kernel/limiter.js';
import { parseInput } from '../../kernel/parse-input.js';

const unlimited: Spending = { allowed: true, retryAfterMs: 0, refund: () => undefined };

/** Runs commands of other features as somebody would, without a door: no limits, and nobody to answer to. */
@Injectable()
export class DemoCommands {
  constructor(@Inject(CommandRegistry) private readonly registry: CommandRegistry) {}

  /** @throws what the command throws */
  async run<Name extends CommandName>(
    name: Name,
    actor: Actor,
    input: CommandInput<Name>,
  ): Promise<CommandOutput<Name>> {
    const command = this.registry.all().find(({ contract }) => contract.name === name);
    if (command === undefined) throw new Error(`${name} has no handler`);
    const { output } = await command.handler.handle(parseInput(command.contract, input), {
      actor,
      connection: null,
      address: 'demo',
      userAgent: null,
      limit: unlimited,
    } as Parameters<typeof command.handler.handle>[1]);
    return output as CommandOutput<Name>;
  }
}
