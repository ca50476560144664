import { z } from 'zod';
import type { Topic } from '../../kernel/bus.js';
import type { ChatChanged, MemberRemoved, SystemMessageWritten } from './chats.api.js';

const chatId = z.uuid();
const memberIds = z.array(z.int());

export const CHAT_CHANGED: Topic<ChatChanged> = {
  name: 'chat-changed',
  schema: z.object({ chatId, memberIds, kind: z.enum(['created', 'members', 'status', 'job', 'dispute']) }),
};

export const MEMBER_REMOVED: Topic<MemberRemoved> = {
  name: 'member-removed',
  schema: z.object({ chatId, userId: z.int() }),
};

export const SYSTEM_MESSAGE: Topic<SystemMessageWritten> = {
  name: 'system-message',
  schema: z.object({ chatId, seq: z.int().positive(), memberIds }),
};
