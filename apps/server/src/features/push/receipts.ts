import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';

/** One push, as the device that got it can name it. */
export interface PushReceipt {
  readonly notificationId: string;
  readonly userId: number;
  readonly targetId: string;
}

/** What goes with a push so that the device, which is not signed in while it sleeps, can say that it came. */
@Injectable()
export class PushReceipts {
  readonly #keys: readonly Buffer[];

  constructor(@Inject(CONFIG) { auth }: Config) {
    const secrets = [auth.jwtSecret, ...(auth.jwtSecretPrevious === null ? [] : [auth.jwtSecretPrevious])];
    this.#keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'stm-chat push receipt', 32)));
  }

  write({ notificationId, userId, targetId }: PushReceipt): string {
    const said = `${notificationId}.${userId}.${targetId}`;
    return `${said}.${sign(said, this.#keys[0] ?? Buffer.alloc(0)).toString('base64url')}`;
  }

  /** Undefined for anything but what `write` wrote. */
  read(token: string): PushReceipt | undefined {
    const [notificationId, userId, targetId, signature, ...rest] = token.split('.');
    if (notificationId === undefined || userId === undefined || targetId === undefined || signature === undefined)
      return;
    if (rest.length > 0) return;
    const given = Buffer.from(signature, 'base64url');
    const right = this.#keys.some((key) => {
      const wanted = sign(`${notificationId}.${userId}.${targetId}`, key);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
    return right ? { notificationId, userId: Number(userId), targetId } : undefined;
  }
}

function sign(said: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(said).digest();
}
