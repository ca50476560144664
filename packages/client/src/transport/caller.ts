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
import { callRest, fetchFile, type RestOptions, withToken } from './rest.js';
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

  /** A file of the server, by its path from `/api/` on. Throws `ChatError`. */
  file(path: string): Promise<Blob> {
    return this.signedIn((token) => fetchFile(this.rest, path, token));
  }

  private overRest(name: CommandName, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (COMMANDS[name].audience === 'anyone') return callRest(this.rest, name, input);
    return this.signedIn((token) => callRest(this.rest, name, input, token));
  }

  private async signedIn<T>(ask: (token: string) => Promise<T>): Promise<T> {
    try {
      return await withToken(this.session, ask);
    } catch (error) {
      if (error instanceof SessionEnded) this.onSessionEnded();
      throw toChatError(error);
    }
  }
}
