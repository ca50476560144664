import { passwordSession } from '@stm-chat/client';

/**
 * The server's address; empty where the server delivers this page itself. `VITE_CHAT_URL` of the build says it for a page
 * that is served elsewhere.
 */
export const CHAT_URL: string = (import.meta.env['VITE_CHAT_URL'] as string | undefined)?.replace(/\/+$/, '') ?? '';

/**
 * The session of this browser. On the server's own origin its refresh token is in a cookie that no script can read;
 * another origin's cookies are blocked by browsers, so there it is in this page's own storage.
 */
export const openSession = () => passwordSession({ url: CHAT_URL, cookie: CHAT_URL === '' });
