import { Inject } from '@nestjs/common';
import { type InputOf, login } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { LoginLimit } from './login-limit.js';
import { Passwords } from './passwords.js';
import { SessionAnswer } from './session-answer.js';
import { newRefreshToken, openSession } from './sessions.repository.js';
import { findCredentials } from './users.queries.js';

/** `POST /api/auth/login`. Nothing in text or time tells whether an account exists, or why it was refused. */
@Handles(login)
export class Login implements CommandHandler<typeof login> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LoginLimit) private readonly limit: LoginLimit,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SessionAnswer) private readonly answer: SessionAnswer,
  ) {}

  async handle(
    { email, password }: InputOf<typeof login>,
    { address, userAgent }: Context<typeof login>,
  ): Promise<Outcome<typeof login>> {
    const known = await findCredentials(this.database, email);
    const passwordHash = known?.password_hash ?? null;
    const right = await this.limit.guess({ account: known?.id ?? email, address }, () =>
      this.passwords.matches(password, passwordHash),
    );
    if (!right || known === undefined || passwordHash === null) throw refused();
    const session = {
      id: this.ids.next(),
      userId: known.id,
      passwordHash,
      userAgent,
      refreshToken: newRefreshToken(),
      seconds: this.config.auth.refreshTokenSeconds,
    };
    const user = await openSession(this.database, session);
    if (user === undefined) throw refused();
    return { output: await this.answer.of(user, session.id, session.refreshToken) };
  }
}

function refused(): CommandError {
  return new CommandError('unauthorized', 'E-mail or password is not right.');
}
