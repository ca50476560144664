import type { CommandSpec } from './command-spec.js';
import { DELIVERY_COMMANDS } from './delivery-names.js';

export type { Audience, CommandSpec, HttpMethod, RestSpec } from './command-spec.js';

/**
 * The table of every command: its name (also its socket event), its doors, who may call it, the key of its answer in an
 * acknowledgement. Plain data without dependencies: the browser SDK and the server's doors read the same lines.
 * What goes in and out is declared beside it, in `commands/<noun>.ts`.
 */
export const COMMANDS = {
  // auth
  login: {
    socket: false,
    rest: { method: 'POST', path: '/api/auth/login', acceptsTextPlain: true, session: 'opens' },
    audience: 'anyone',
  },
  refresh_session: {
    socket: false,
    rest: { method: 'POST', path: '/api/auth/refresh', session: 'renews' },
    audience: 'anyone',
  },
  logout: {
    socket: false,
    rest: { method: 'POST', path: '/api/auth/logout', status: 204, session: 'ends' },
    audience: 'anyone',
  },
  change_password: {
    socket: false,
    rest: { method: 'POST', path: '/api/auth/password', status: 204 },
    audience: 'user',
  },
  get_me: { socket: false, rest: { method: 'GET', path: '/api/auth/me' }, audience: 'user' },
  set_language: {
    socket: true,
    rest: { method: 'PUT', path: '/api/auth/me/language', status: 204 },
    audience: 'user',
  },
  authenticate: { socket: true, audience: 'user', ack: 'session' },

  // demo
  get_demo: { socket: false, rest: { method: 'GET', path: '/api/demo' }, audience: 'anyone' },

  // chats
  list_chats: { socket: false, rest: { method: 'GET', path: '/api/chat' }, audience: 'user' },
  create_chat: { socket: false, rest: { method: 'POST', path: '/api/chat', status: 201 }, audience: 'user' },
  get_chat: { socket: false, rest: { method: 'GET', path: '/api/chat/:chatId' }, audience: 'user' },
  join_chat: { socket: true, audience: 'user', ack: 'chat' },
  leave_chat: { socket: true, audience: 'user' },

  // messages
  send_message: {
    socket: true,
    rest: { method: 'POST', path: '/api/chat/:chatId/messages', status: 201 },
    audience: 'user',
    ack: 'message',
  },
  edit_message: {
    socket: true,
    rest: { method: 'PUT', path: '/api/chat/:chatId/messages/:messageId' },
    audience: 'user',
    ack: 'message',
  },
  delete_message: {
    socket: true,
    rest: { method: 'DELETE', path: '/api/chat/:chatId/messages/:messageId' },
    audience: 'user',
    ack: 'message',
  },
  pin_message: {
    socket: true,
    rest: { method: 'PUT', path: '/api/chat/:chatId/messages/:messageId/pin' },
    audience: 'user',
    ack: 'message',
  },
  list_pins: { socket: true, rest: { method: 'GET', path: '/api/chat/:chatId/pins' }, audience: 'user', ack: 'pins' },
  forward_message: {
    socket: true,
    rest: { method: 'POST', path: '/api/chat/:chatId/forwards', status: 201 },
    audience: 'user',
    ack: 'message',
  },
  remove_preview: {
    socket: true,
    rest: { method: 'DELETE', path: '/api/chat/:chatId/messages/:messageId/preview' },
    audience: 'user',
    ack: 'message',
  },
  mark_played: {
    socket: true,
    rest: { method: 'PUT', path: '/api/chat/:chatId/messages/:messageId/played' },
    audience: 'user',
    ack: 'message',
  },
  react: {
    socket: true,
    rest: { method: 'PUT', path: '/api/chat/:chatId/messages/:messageId/reactions' },
    audience: 'user',
    ack: 'message',
  },
  list_messages: { socket: false, rest: { method: 'GET', path: '/api/chat/:chatId/messages' }, audience: 'user' },
  list_changes: { socket: false, rest: { method: 'GET', path: '/api/chat/:chatId/changes' }, audience: 'user' },
  sync: { socket: true, rest: { method: 'POST', path: '/api/chat/sync' }, audience: 'user', ack: 'chats' },

  // attachments; what carries bytes (tus, downloads) is no command: features/attachments
  get_upload: {
    socket: true,
    rest: { method: 'GET', path: '/api/uploads/:attachmentId' },
    audience: 'user',
    ack: 'upload',
  },
  link_attachments: {
    socket: true,
    rest: { method: 'POST', path: '/api/attachments/links' },
    audience: 'user',
    ack: 'links',
  },

  // receipts, preferences, typing
  mark_read: {
    socket: true,
    rest: { method: 'POST', path: '/api/chat/:chatId/read' },
    audience: 'user',
    ack: 'receipt',
  },
  mark_delivered: {
    socket: true,
    rest: { method: 'POST', path: '/api/chat/:chatId/delivered' },
    audience: 'user',
    ack: 'receipt',
  },
  set_chat_prefs: {
    socket: true,
    rest: { method: 'PUT', path: '/api/chat/:chatId/prefs' },
    audience: 'user',
    ack: 'chat',
  },
  typing: { socket: true, audience: 'user' },

  // disputes
  open_dispute: {
    socket: true,
    rest: { method: 'POST', path: '/api/chat/:chatId/disputes', status: 201 },
    audience: 'user',
    ack: 'dispute',
  },
  list_disputes: { socket: false, rest: { method: 'GET', path: '/api/disputes' }, audience: 'user' },
  get_dispute: { socket: false, rest: { method: 'GET', path: '/api/disputes/:disputeId' }, audience: 'user' },
  join_dispute: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/join' },
    audience: 'user',
    ack: 'dispute',
  },
  release_dispute: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/release' },
    audience: 'user',
    ack: 'dispute',
  },
  hand_over_dispute: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/hand-over' },
    audience: 'user',
    ack: 'dispute',
  },
  list_dispute_lsms: {
    socket: false,
    rest: { method: 'GET', path: '/api/disputes/:disputeId/lsms' },
    audience: 'user',
  },
  resolve_dispute: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/resolve' },
    audience: 'user',
    ack: 'dispute',
  },
  withdraw_dispute: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/withdraw' },
    audience: 'user',
    ack: 'dispute',
  },
  make_offer: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/offers', status: 201 },
    audience: 'user',
    ack: 'message',
  },
  accept_offer: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/offers/:offerId/accept' },
    audience: 'user',
    ack: 'dispute',
  },
  decline_offer: {
    socket: true,
    rest: { method: 'POST', path: '/api/disputes/:disputeId/offers/:offerId/decline' },
    audience: 'user',
    ack: 'dispute',
  },
  list_dispute_access: {
    socket: false,
    rest: { method: 'GET', path: '/api/disputes/:disputeId/access' },
    audience: 'user',
  },
  list_versions: {
    socket: false,
    rest: { method: 'GET', path: '/api/chat/:chatId/messages/:messageId/versions' },
    audience: 'user',
  },
  list_changed_messages: {
    socket: false,
    rest: { method: 'GET', path: '/api/chat/:chatId/changed-messages' },
    audience: 'user',
  },

  // canned texts
  list_canned_texts: { socket: false, rest: { method: 'GET', path: '/api/canned-texts' }, audience: 'user' },
  put_canned_text: { socket: false, rest: { method: 'PUT', path: '/api/canned-texts/:textId' }, audience: 'user' },
  delete_canned_text: {
    socket: false,
    rest: { method: 'DELETE', path: '/api/canned-texts/:textId', status: 204 },
    audience: 'user',
  },

  // notifications
  list_notifications: { socket: false, rest: { method: 'GET', path: '/api/notifications' }, audience: 'user' },
  read_notifications: {
    socket: false,
    rest: { method: 'POST', path: '/api/notifications/read', status: 204 },
    audience: 'user',
  },
  ...DELIVERY_COMMANDS,

  // safety
  block_user: { socket: true, rest: { method: 'POST', path: '/api/blocks', status: 204 }, audience: 'user' },
  unblock_user: {
    socket: true,
    rest: { method: 'DELETE', path: '/api/blocks/:userId', status: 204 },
    audience: 'user',
  },
  list_blocks: { socket: true, rest: { method: 'GET', path: '/api/blocks' }, audience: 'user', ack: 'list' },
  report_message: {
    socket: true,
    rest: { method: 'POST', path: '/api/chat/:chatId/messages/:messageId/reports', status: 201 },
    audience: 'user',
    ack: 'report',
  },
  list_reports: { socket: false, rest: { method: 'GET', path: '/api/admin/reports' }, audience: 'admin' },
  get_report: { socket: false, rest: { method: 'GET', path: '/api/admin/reports/:reportId' }, audience: 'admin' },
  decide_report: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/reports/:reportId/decide' },
    audience: 'admin',
  },

  // search
  search: { socket: true, rest: { method: 'GET', path: '/api/search' }, audience: 'user', ack: 'found' },
  search_jobs: { socket: true, rest: { method: 'GET', path: '/api/search/jobs' }, audience: 'user', ack: 'found' },
  search_people: { socket: true, rest: { method: 'GET', path: '/api/search/people' }, audience: 'user', ack: 'found' },

  // admin
  list_users: { socket: false, rest: { method: 'GET', path: '/api/admin/users' }, audience: 'admin' },
  add_user: { socket: false, rest: { method: 'POST', path: '/api/admin/users', status: 201 }, audience: 'admin' },
  list_all_chats: { socket: false, rest: { method: 'GET', path: '/api/admin/chats' }, audience: 'admin' },
  put_user: { socket: false, rest: { method: 'PUT', path: '/api/admin/users/:userId' }, audience: 'admin' },
  delete_user: {
    socket: false,
    rest: { method: 'DELETE', path: '/api/admin/users/:userId', status: 204 },
    audience: 'admin',
  },
  admin_create_chat: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/chats', status: 201 },
    audience: 'admin',
  },
  add_member: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/chats/:chatId/members', status: 201 },
    audience: 'admin',
  },
  remove_member: {
    socket: false,
    rest: { method: 'DELETE', path: '/api/admin/chats/:chatId/members/:userId', status: 204 },
    audience: 'admin',
  },
  close_chat: { socket: false, rest: { method: 'POST', path: '/api/admin/chats/:chatId/close' }, audience: 'admin' },
  reopen_chat: { socket: false, rest: { method: 'POST', path: '/api/admin/chats/:chatId/reopen' }, audience: 'admin' },
  admin_list_disputes: { socket: false, rest: { method: 'GET', path: '/api/admin/disputes' }, audience: 'admin' },
  put_job: { socket: false, rest: { method: 'PUT', path: '/api/admin/chats/:chatId/job' }, audience: 'admin' },
  list_jobs: { socket: false, rest: { method: 'GET', path: '/api/admin/jobs' }, audience: 'admin' },
  list_sessions: {
    socket: false,
    rest: { method: 'GET', path: '/api/admin/users/:userId/sessions' },
    audience: 'admin',
  },
  end_session: {
    socket: false,
    rest: { method: 'DELETE', path: '/api/admin/sessions/:sessionId', status: 204 },
    audience: 'admin',
  },
  list_connections: { socket: false, rest: { method: 'GET', path: '/api/admin/connections' }, audience: 'admin' },
  list_audit: { socket: false, rest: { method: 'GET', path: '/api/admin/audit' }, audience: 'admin' },

  // webhooks
  list_webhooks: { socket: false, rest: { method: 'GET', path: '/api/admin/webhooks' }, audience: 'admin' },
  add_webhook: { socket: false, rest: { method: 'POST', path: '/api/admin/webhooks', status: 201 }, audience: 'admin' },
  put_webhook: { socket: false, rest: { method: 'PUT', path: '/api/admin/webhooks/:endpointId' }, audience: 'admin' },
  delete_webhook: {
    socket: false,
    rest: { method: 'DELETE', path: '/api/admin/webhooks/:endpointId', status: 204 },
    audience: 'admin',
  },
  rotate_webhook_secret: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/webhooks/:endpointId/secret' },
    audience: 'admin',
  },
  test_webhook: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/webhooks/:endpointId/test' },
    audience: 'admin',
  },
  list_webhook_deliveries: {
    socket: false,
    rest: { method: 'GET', path: '/api/admin/webhooks/:endpointId/deliveries' },
    audience: 'admin',
  },
  replay_webhooks: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/webhooks/:endpointId/replay' },
    audience: 'admin',
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof COMMANDS;

/** Events that only the server sends. */
export const SERVER_EVENTS = [
  'connected',
  'joined_chat',
  'left_chat',
  'new_message',
  'user_typing',
  'user_joined',
  'user_left',
  'messages_read',
  'error',
  'messages_delivered',
  'message_updated',
  'chat_updated',
  'presence',
  'notification',
  'dispute_updated',
  'dispute_removed',
  'tips',
  'server_draining',
] as const;

export type ServerEventName = (typeof SERVER_EVENTS)[number];

/** The Socket.IO namespace; the main one is closed. */
export const NAMESPACE = '/chat';
