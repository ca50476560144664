import type { ChatClient, ChatClientOptions } from './client-types.js';

export declare function createChatClient(options: ChatClientOptions): ChatClient;
