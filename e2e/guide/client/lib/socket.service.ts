import { io, Socket } from 'socket.io-client';

const BACKEND_URL = process.env.NEXT_PUBLIC_API_URL || 'http://localhost:8000';

class SocketService {
  private socket: Socket | null = null;
  private token: string | null = null;

  /**
   * Connect to Socket.IO server
   * Call this after user logs in
   */
  connect(token: string) {
    if (this.socket?.connected) {
      console.log('Already connected');
      return;
    }

    this.token = token;

    this.socket = io(`${BACKEND_URL}/chat`, {
      auth: { token },
      transports: ['websocket', 'polling'],
      reconnection: true,
      reconnectionAttempts: 5,
      reconnectionDelay: 1000,
      timeout: 10000,
    });

    // Connection events
    this.socket.on('connect', () => {
      console.log('✅ Connected to chat server');
    });

    this.socket.on('disconnect', (reason) => {
      console.log(' Disconnected:', reason);
    });

    this.socket.on('connected', (data) => {
      console.log('Server confirmed connection:', data);
    });

    this.socket.on('error', (error) => {
      console.error('Socket error:', error);
    });
  }

  /**
   * Disconnect from server
   * Call this when user logs out
   */
  disconnect() {
    if (this.socket) {
      this.socket.disconnect();
      this.socket = null;
      console.log('Disconnected from chat server');
    }
  }

  /**
   * Join a chat room
   */
  joinChat(chatId: string) {
    if (!this.socket) {
      console.error('Socket not connected');
      return;
    }
    this.socket.emit('join_chat', { chatId });
  }

  /**
   * Leave a chat room
   */
  leaveChat(chatId: string) {
    if (!this.socket) return;
    this.socket.emit('leave_chat', { chatId });
  }

  /**
   * Send a message
   */
  sendMessage(chatId: string, message: string, message_type = 'text') {
    if (!this.socket) {
      console.error('Socket not connected');
      return;
    }
    this.socket.emit('send_message', { chatId, message, message_type });
  }

  /**
   * Send typing indicator
   */
  sendTyping(chatId: string, isTyping: boolean) {
    if (!this.socket) return;
    this.socket.emit('typing', { chatId, isTyping });
  }

  /**
   * Mark messages as read
   */
  markRead(chatId: string) {
    if (!this.socket) return;
    this.socket.emit('mark_read', { chatId });
  }

  /**
   * Listen for new messages
   */
  onNewMessage(callback: (data: any) => void) {
    this.socket?.on('new_message', callback);
  }

  /**
   * Listen for typing indicators
   */
  onUserTyping(callback: (data: any) => void) {
    this.socket?.on('user_typing', callback);
  }

  /**
   * Listen for joined chat confirmation
   */
  onJoinedChat(callback: (data: any) => void) {
    this.socket?.on('joined_chat', callback);
  }

  /**
   * Remove all listeners
   */
  removeAllListeners() {
    this.socket?.removeAllListeners();
  }

  /**
   * Check if connected
   */
  isConnected(): boolean {
    return this.socket?.connected || false;
  }
}

// Export singleton
export const socketService = new SocketService();
