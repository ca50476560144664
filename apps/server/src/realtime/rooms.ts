/** The names of the Socket.IO rooms. Those of chats are our own: `ChatRooms`. */
export const userRoom = (userId: number): string => `user:${userId}`;
export const sessionRoom = (sessionId: string): string => `session:${sessionId}`;
