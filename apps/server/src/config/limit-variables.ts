import { bytes, durationMs, orOff, rate, wholeNumber } from './value-forms.js';
import { withDefault } from './variable.js';

const RATE = 'rate, or 0';
const SIZE = 'size, or 0';
const TIME = 'duration, or 0';
const COUNT = 'number, or 0';

const rateLimit = (value: string, description: string) => withDefault(RATE, value, orOff(rate), { description });
const size = (value: string, description: string) => withDefault(SIZE, value, orOff(bytes), { description });
const time = (value: string, description: string) => withDefault(TIME, value, orOff(durationMs), { description });
const count = (value: string, description: string, defaultText?: string) =>
  withDefault(COUNT, value, orOff(wholeNumber(1, 1_000_000_000)), {
    description,
    ...(defaultText === undefined ? {} : { defaultText }),
  });

/**
 * What protects the server from one greedy client, and everybody else from it. `0` switches a limit off: benchmarks and
 * fault tests do that with the politeness limits, and say so. A rate `20,5/s` means 20 at once, then 5 a second;
 * `5/15m` means 5 at once, coming back over 15 minutes. The wire's own measures (length of a text, chats in one
 * `sync`, page sizes) are not here, since clients rely on them.
 */
export const limitVariables = {
  LIMIT_SEND: rateLimit('20,5/s', 'Messages per user over both doors and all servers.'),
  LIMIT_EVENTS: rateLimit('20,10/s', 'Events per socket.'),
  LIMIT_EVENT_REFUSALS: rateLimit('100/10s', 'Refused events per socket, before it is closed.'),
  LIMIT_TYPING: rateLimit('1/2s', 'Typing starts per user and chat; more are dropped.'),
  LIMIT_NEW_CHATS: rateLimit('50/day', 'Chats that one user opens.'),
  LIMIT_SEARCH: rateLimit('20,5/s', 'Searches per user over both doors and all servers.'),
  LIMIT_DISPUTES: rateLimit('10/day', 'Disputes that one user opens.'),
  LIMIT_EVIDENCE: rateLimit('20,4/m', 'Files of evidence that one user takes, signed or to print.'),
  LIMIT_EXPORT: rateLimit('5/h', 'Files of their own data that one user takes.'),
  LIMIT_LOGIN: rateLimit('5/15m', 'Failed logins for one account from one address.'),
  LIMIT_LOGIN_ADDRESS: rateLimit('20/15m', 'Failed logins from one address.'),
  LIMIT_HANDSHAKES: rateLimit('500/s', 'New connections per server, before any database or cryptography.'),
  LIMIT_HANDSHAKE_WAIT: time(
    '6s',
    'How long a new connection beyond that rate may wait its turn; beyond it, it is refused and told when to come again.',
  ),
  LIMIT_UNAUTHENTICATED: time('10s', 'How long a connection may stay without a token.'),
  LIMIT_CONNECTIONS_PER_USER: count('20', 'Connections of one user to all servers; the oldest is displaced.'),
  LIMIT_CONNECTIONS_PER_ADDRESS: count('200', 'Connections from one address to all servers.'),
  LIMIT_CONNECTIONS: count(
    '0',
    'Connections per server; 0 means 70 % of the process’s file limit.',
    '70 % of the file limit',
  ),
  LIMIT_FRAME: size('64KiB', 'One socket message; a larger one ends the connection.'),
  LIMIT_OUTBOUND_VOLATILE: size('256KiB', 'Unsent bytes of one socket from which typing and presence are dropped.'),
  LIMIT_OUTBOUND: size('1MiB', 'Unsent bytes of one socket at which it is closed.'),
  LIMIT_OUTBOUND_STALL: time('5s', 'How long a socket with unsent bytes may make no progress before it is closed.'),
  LIMIT_STATEMENT: time('2s', 'The longest that one database statement may run.'),
  LIMIT_LOCK: time('1s', 'The longest that a statement waits for a lock.'),
  LIMIT_IDLE_TRANSACTION: time('5s', 'The longest that a transaction may do nothing.'),
  LIMIT_POOL_QUEUE: count('200', 'Calls that wait for a database connection, per pool; more are refused at once.'),
  LIMIT_POOL_WAIT: time('1s', 'The longest wait for a database connection.'),
  LIMIT_APPEND_QUEUE: count(
    '832',
    'Messages that wait for each message writer: three batches and a quarter. More are refused at once; after that, for 250 ms, a third as many may wait, so that who is taken waits less.',
  ),
  LIMIT_IMAGE: size('20MiB', 'One image.'),
  LIMIT_IMAGE_PIXELS: count('50000000', 'Pixels of one image, over all its frames; more are refused unopened.'),
  LIMIT_AUDIO: size('20MiB', 'One voice message or other sound.'),
  LIMIT_DOCUMENT: size('50MiB', 'One file of any other kind.'),
  LIMIT_OPEN_UPLOADS: count('20', 'Unfinished uploads of one user.'),
  LIMIT_UPLOADS: count('500', 'Uploads of one user within a day.'),
  LIMIT_UPLOAD_BYTES: size('2GiB', 'Bytes that one user uploads within a day.'),
  LIMIT_LINK_PREVIEWS: count('60', 'Pages that are fetched within an hour for what one user links to.'),
  LIMIT_LOOP_LAG: time('500ms', 'Event loop delay (p99) from which the server reports itself not ready.'),
};
