import { Injectable } from '@nestjs/common';
import type { Channel, ChannelName } from './delivery.api.js';

/** The ways that there are. */
@Injectable()
export class Channels {
  readonly #channels = new Map<ChannelName, Channel>();

  register(channel: Channel): void {
    if (this.#channels.has(channel.name)) throw new Error(`two features deliver by ${channel.name}`);
    this.#channels.set(channel.name, channel);
  }

  get names(): readonly ChannelName[] {
    return [...this.#channels.keys()];
  }

  /** Undefined for one that this server's configuration has switched off since. */
  find(name: ChannelName): Channel | undefined {
    return this.#channels.get(name);
  }
}
