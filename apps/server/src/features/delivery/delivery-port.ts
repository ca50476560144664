import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { Channels } from './channels.js';
import type { Channel, Delivered, DeliveryPort as Port } from './delivery.api.js';
import { noteShown } from './delivery.repository.js';

/** The feature as others see it: `delivery.api.ts`. */
@Injectable()
export class DeliveryPort implements Port {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Channels) private readonly channels: Channels,
  ) {}

  register(channel: Channel): void {
    this.channels.register(channel);
  }

  async confirm({ notificationId, userId, channel, targetId: target }: Delivered, why: string): Promise<void> {
    await noteShown(this.database, { notificationId, userId, channel, target }, why);
  }
}
