/** The names of the Socket.IO rooms. A chat has one per member, so that a broadcast names who may receive it. */
export const chatRoom = (chatId: string, userId: number): string => `chat:${chatId}:user:${userId}`;
export const userRoom = (userId: number): string => `user:${userId}`;
export const sessionRoom = (sessionId: string): string => `session:${sessionId}`;
