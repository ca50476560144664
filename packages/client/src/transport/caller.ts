import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandSpec,
} from '@stm-chat/protocol';
import { SessionEnded, toChatError } from '../chat-error.js';
import type { Connection } from '../connection/connection.js';
import type { SessionSource } from '../session/session-source.js';
import { callRest, callSignedIn, type RestOptions } from './rest.js';
import { readAck } from './wire-answer.js';

/** Every command by its name, over the door that is open. */
export class Caller {
  constructor(
    private readonly rest: RestOptions,
    private readonly session: SessionSource,
    private readonly connection: Connection,
    private readonly onSessionEnded: () => void,
  ) {}

  /** Over the socket when the command has that door and it is open, else over REST. Throws `ChatError`. */
  async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>> {
    const spec: CommandSpec = COMMANDS[name];
    const online = this.connection.state.get().status === 'online';
    const answer =
      spec.socket && (online || spec.rest === undefined)
        ? readAck(spec, await this.connection.request(name, input))
        : await this.overRest(name, input as Readonly<Record<string, unknown>>);
    // The contracts of the protocol package say what it is; the server is held to them by its own tests.
    return answer as CommandOutput<Name>;
  }

  private async overRest(name: CommandName, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    try {
      if (COMMANDS[name].audience === 'anyone') return await callRest(this.rest, name, input);
      return await callSignedIn(this.rest, this.session, name, input);
    } catch (error) {
      if (error instanceof SessionEnded) this.onSessionEnded();
      throw toChatError(error);
    }
  }
}
