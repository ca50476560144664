import { Inject } from '@nestjs/common';
import { changePassword, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { requireUncommon } from './common-passwords.js';
import { EndedAccess } from './ended-access.js';
import { LoginLimit } from './login-limit.js';
import { requireOwnWords, siteWords } from './password-words.js';
import { Passwords } from './passwords.js';
import { replacePassword } from './sessions.repository.js';
import { findPasswordHolder } from './users.queries.js';

/** `POST /api/auth/password`. Guessing the present one counts as a failed login. */
@Handles(changePassword)
export class ChangePassword implements CommandHandler<typeof changePassword> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LoginLimit) private readonly limit: LoginLimit,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(EndedAccess) private readonly ended: EndedAccess,
  ) {}

  async handle(
    { current_password, new_password }: InputOf<typeof changePassword>,
    { actor: { userId, sessionId }, address }: Context<typeof changePassword>,
  ): Promise<Outcome<typeof changePassword>> {
    requireUncommon(new_password, 'new_password');
    const holder = await findPasswordHolder(this.database, userId);
    const known = holder?.password_hash ?? null;
    if (known === null) throw new CommandError('forbidden', 'This account has its password at the host platform.');
    requireOwnWords(new_password, 'new_password', [...siteWords(this.config), holder?.name ?? '', holder?.email ?? '']);
    const right = await this.limit.guess({ account: userId, address }, () =>
      this.passwords.matches(current_password, known),
    );
    const hash = right ? await this.passwords.hash(new_password) : null;
    const ended =
      hash === null ? null : await replacePassword(this.database, { userId, expected: known, hash, except: sessionId });
    if (ended === null) throw new CommandError('unauthorized', 'The current password is not right.');
    this.ended.sessionsEnded(ended);
    return { output: undefined };
  }
}
