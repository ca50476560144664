/** A world in memory for the tests and component pages of who uses this package. Not for production. */
export { type FakeChat, FakeClient, type FakeClientOptions } from './fake-client.js';
export { FakeDisputes } from './fake-disputes.js';
export { FakeUploads } from './fake-uploads.js';
export { FakeConversation } from './fake-conversation.js';
export { makeChat, makeDispute, makeMember, makeMessage, PEOPLE, uuid } from './fixtures.js';
