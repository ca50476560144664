// components/Chat.tsx
import { useEffect, useState } from 'react';
import { socketService } from '@/lib/socket.service';

interface Message {
  id: string;
  sender_type: string;
  sender_id: number;
  message: string;
  message_type: string;
  created_at: Date;
}

export default function ChatComponent({ chatId, token, currentUserId }) {
  const [messages, setMessages] = useState<Message[]>([]);
  const [inputMessage, setInputMessage] = useState('');
  const [isTyping, setIsTyping] = useState(false);
  const [otherUserTyping, setOtherUserTyping] = useState(false);

  useEffect(() => {
    // Connect to Socket.IO
    socketService.connect(token);

    // Join this chat room
    socketService.joinChat(chatId);

    // Load message history from REST API
    loadMessageHistory();

    // Listen for new messages
    socketService.onNewMessage((newMessage) => {
      setMessages((prev) => [...prev, newMessage]);
      
      // Auto-scroll to bottom
      scrollToBottom();
    });

    // Listen for typing indicators
    socketService.onUserTyping((data) => {
      if (data.userId !== currentUserId) {
        setOtherUserTyping(data.isTyping);
        
        // Auto-hide typing indicator after 3 seconds
        if (data.isTyping) {
          setTimeout(() => setOtherUserTyping(false), 3000);
        }
      }
    });

    // Cleanup
    return () => {
      socketService.leaveChat(chatId);
      socketService.removeAllListeners();
    };
  }, [chatId, token, currentUserId]);

  const loadMessageHistory = async () => {
    try {
      const response = await fetch(`${process.env.NEXT_PUBLIC_API_URL}/chat/${chatId}/messages`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      const data = await response.json();
      setMessages(data.messages || []);
    } catch (error) {
      console.error('Failed to load messages:', error);
    }
  };

  const handleSendMessage = () => {
    if (!inputMessage.trim()) return;

    // Send via Socket.IO
    socketService.sendMessage(chatId, inputMessage.trim());

    // Clear input
    setInputMessage('');
    
    // Stop typing indicator
    socketService.sendTyping(chatId, false);
  };

  const handleTyping = (e: React.ChangeEvent<HTMLInputElement>) => {
    setInputMessage(e.target.value);

    // Send typing indicator
    if (!isTyping && e.target.value.length > 0) {
      setIsTyping(true);
      socketService.sendTyping(chatId, true);
    } else if (isTyping && e.target.value.length === 0) {
      setIsTyping(false);
      socketService.sendTyping(chatId, false);
    }
  };

  const scrollToBottom = () => {
    // Implement scroll to bottom logic
  };

  return (
    <div className="chat-container">
      {/* Messages */}
      <div className="messages-list">
        {messages.map((msg) => (
          <div
            key={msg.id}
            className={msg.sender_id === currentUserId ? 'my-message' : 'other-message'}
          >
            <p>{msg.message}</p>
            <span>{new Date(msg.created_at).toLocaleTimeString()}</span>
          </div>
        ))}
        
        {/* Typing indicator */}
        {otherUserTyping && (
          <div className="typing-indicator">
            User is typing...
          </div>
        )}
      </div>

      {/* Input */}
      <div className="message-input">
        <input
          type="text"
          value={inputMessage}
          onChange={handleTyping}
          onKeyPress={(e) => e.key === 'Enter' && handleSendMessage()}
          placeholder="Type a message..."
        />
        <button onClick={handleSendMessage}>Send</button>
      </div>
    </div>
  );
}
