export { Conversation } from '@stm-chat/react';
