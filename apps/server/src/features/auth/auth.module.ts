import { Global, Module } from '@nestjs/common';
import { AUTHENTICATOR } from '../../kernel/actor.js';
import { AccessWatch } from './access-watch.js';
import { AUTH } from './auth.api.js';
import { AuthNews } from './auth-news.js';
import { AuthPort } from './auth-port.js';
import { Authenticate } from './authenticate.js';
import { ChangePassword } from './change-password.js';
import { EndedAccess } from './ended-access.js';
import { GetMe } from './get-me.js';
import { HostKeys } from './host-keys.js';
import { Login } from './login.js';
import { LoginLimit } from './login-limit.js';
import { Logout } from './logout.js';
import { Passwords } from './passwords.js';
import { RefreshSession } from './refresh-session.js';
import { SecretKeys } from './secret-keys.js';
import { SetLanguage } from './set-language.js';
import { SessionAnswer } from './session-answer.js';
import { TokenAuthenticator } from './token-authenticator.js';
import { TokenVerifier } from './token-verifier.js';

/**
 * Owns `users`, `sessions`, `refresh_tokens` and `login_failures`: who people are, and who may come in.
 *
 * Invariants: every token is held against the database each time it is used for a call or a handshake, so that disabling,
 * erasure and logout need no list of refused tokens; what they end closes its connections on every node within a second
 * (`ended-access.ts`, `access-watch.ts`). A refresh token is good once. A user is either the host platform's, whom its
 * tokens describe, or an account made here, which no token of the host opens. Passwords, tokens and e-mail addresses are
 * in no log and no audit.
 * Locks: a user's row is locked by what changes it; opening a session takes it in share mode, so that nobody slips in
 * while being disabled. Each step is one statement (`migrations/functions/own_accounts.sql`).
 */
@Global()
@Module({
  providers: [
    AuthNews,
    EndedAccess,
    AccessWatch,
    HostKeys,
    SecretKeys,
    TokenVerifier,
    LoginLimit,
    Passwords,
    SessionAnswer,
    { provide: AUTHENTICATOR, useClass: TokenAuthenticator },
    { provide: AUTH, useClass: AuthPort },
    Login,
    RefreshSession,
    Logout,
    ChangePassword,
    GetMe,
    SetLanguage,
    Authenticate,
  ],
  exports: [AUTH, AUTHENTICATOR],
})
export class AuthModule {}
