import { Inject, Injectable } from '@nestjs/common';
import type { Account, Session } from '@stm-chat/protocol';
import { SecretKeys } from './secret-keys.js';
import { toAccount } from './users.mapper.js';

/** What login and refresh give. */
@Injectable()
export class SessionAnswer {
  constructor(@Inject(SecretKeys) private readonly secrets: SecretKeys) {}

  async of(user: Account, sessionId: string, refreshToken: string): Promise<Session> {
    return {
      token: await this.secrets.sign(user, sessionId),
      refresh_token: refreshToken,
      expires_in: this.secrets.expiresIn,
      user: toAccount(user),
    };
  }
}
