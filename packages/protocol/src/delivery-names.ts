import type { CommandSpec } from './command-spec.js';

/** A part of the table of commands: how notifications reach people who are away, and what admins ask about it. */
export const DELIVERY_COMMANDS = {
  get_notification_prefs: {
    socket: true,
    rest: { method: 'GET', path: '/api/notifications/preferences' },
    audience: 'user',
    ack: 'prefs',
  },
  set_notification_prefs: {
    socket: true,
    rest: { method: 'PUT', path: '/api/notifications/preferences' },
    audience: 'user',
    ack: 'prefs',
  },
  set_chat_notification_prefs: {
    socket: true,
    rest: { method: 'PUT', path: '/api/chat/:chatId/notification-preferences' },
    audience: 'user',
    ack: 'prefs',
  },

  // push
  list_push_subscriptions: {
    socket: true,
    rest: { method: 'GET', path: '/api/push/subscriptions' },
    audience: 'user',
    ack: 'push',
  },
  add_push_subscription: {
    socket: true,
    rest: { method: 'POST', path: '/api/push/subscriptions', status: 201 },
    audience: 'user',
    ack: 'subscription',
  },
  remove_push_subscription: {
    socket: true,
    rest: { method: 'DELETE', path: '/api/push/subscriptions/:subscriptionId', status: 204 },
    audience: 'user',
  },
  test_push: {
    socket: true,
    rest: { method: 'POST', path: '/api/push/subscriptions/:subscriptionId/test' },
    audience: 'user',
    ack: 'test',
  },
  confirm_push: {
    socket: false,
    rest: { method: 'POST', path: '/api/push/receipts', status: 204 },
    audience: 'anyone',
  },

  // admin
  explain_delivery: {
    socket: false,
    rest: { method: 'GET', path: '/api/admin/users/:userId/deliveries' },
    audience: 'admin',
  },
  revive_job: {
    socket: false,
    rest: { method: 'POST', path: '/api/admin/dead-jobs/:jobId/revive', status: 204 },
    audience: 'admin',
  },
  discard_job: {
    socket: false,
    rest: { method: 'DELETE', path: '/api/admin/dead-jobs/:jobId', status: 204 },
    audience: 'admin',
  },
} as const satisfies Record<string, CommandSpec>;
