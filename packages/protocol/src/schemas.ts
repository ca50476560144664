/** The schemas of the wire (zod): for the server, the documents and tests. */
export * from './commands/admin.js';
export * from './commands/auth.js';
export * from './commands/chats.js';
export * from './commands/demo.js';
export * from './commands/messages.js';
export * from './commands/notifications.js';
export * from './commands/prefs.js';
export * from './commands/receipts.js';
export * from './commands/search.js';
export * from './contract.js';
export * from './contracts.js';
export * from './entities/chat.js';
export * from './entities/message.js';
export * from './entities/notification.js';
export * from './entities/user.js';
export * from './events.js';
export * from './fields.js';
