/** Numbers that are part of the wire: a client may rely on them. */
export const TEXT_MAX_CODE_POINTS = 4000;
export const CLIENT_ID_MAX = 64;
export const EMOJI_MAX_CODE_UNITS = 64;
export const HISTORY_LIMIT_DEFAULT = 50;
export const HISTORY_LIMIT_MAX = 200;
export const LIST_LIMIT_DEFAULT = 50;
export const LIST_LIMIT_MAX = 200;
/** Pinned chats that the first page brings from further down. */
export const LIST_PINNED_MAX = 50;
export const MENTIONS_MAX = 20;
/** Pinned messages of one chat. */
export const PINS_MAX = 20;
export const SEARCH_QUERY_MAX = 200;
export const SEARCH_LIMIT_DEFAULT = 20;
export const SEARCH_LIMIT_MAX = 50;
/** Ids in one `read_notifications` call. */
export const NOTIFICATIONS_READ_MAX = 200;
/** Of a browser's push address, and of a phone's token. */
export const PUSH_ENDPOINT_MAX = 1024;
export const PUSH_TOKEN_MAX = 512;
/** Devices of one user that get pushes: one more takes the place of the oldest. */
export const PUSH_SUBSCRIPTIONS_MAX = 20;
/** Chats in one `sync` call. */
export const SYNC_CHATS_MAX = 200;
/** Messages in one page of one chat's changes. */
export const SYNC_PAGE_MAX = 500;
/** A client further behind than this is told to drop what it holds (`reset`). */
export const SYNC_CHANGES_MAX = 2000;
/** Bytes of one socket message, and of a REST body. */
export const FRAME_MAX_BYTES = 65_536;
/** A `typing` that is not renewed ends after this many milliseconds. */
export const TYPING_EXPIRES_MS = 5000;
export const USER_ID_MAX = 2_147_483_647;
export const DRAFT_MAX_CODE_POINTS = 4000;
/** Different emoji on one message. */
export const REACTIONS_MAX = 50;
export const DISPUTE_REASON_MAX = 200;
export const DISPUTE_DETAILS_MAX = 4000;
export const DISPUTE_OUTCOME_MAX = 200;
export const DISPUTE_NOTE_MAX = 4000;
/** Messages that whoever opens a dispute points to. */
export const DISPUTE_EVIDENCE_MAX = 20;
export const CANNED_TITLE_MAX = 60;
/** Prepared texts of one LSM, and of one region. */
export const CANNED_TEXTS_MAX = 100;
/** Attachments of one message. */
export const ATTACHMENTS_MAX = 10;
/** Attachments in one `link_attachments` call. */
export const LINKS_MAX = 50;
/** A voice message may last this many milliseconds. */
export const VOICE_MAX_MS = 15 * 60_000;
/** Values from 0 to 100 that draw a voice message: so many at least, and at most. */
export const PEAKS_MIN = 16;
export const PEAKS_MAX = 128;
