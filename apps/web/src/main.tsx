import '@stm-chat/react/styles.css';
import './styles/app.css';
import { createChatClient } from '@stm-chat/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { CHAT_URL, openSession } from './chat-server.js';
import { startLanguage } from './language.js';
import { startServiceWorker } from './pwa/service-worker.js';

const session = openSession();

// In development the files change by the minute, and nothing may stand between them and the page.
if (import.meta.env.PROD) startServiceWorker();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
// The first paint is in the right language and direction.
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App session={session} createClient={() => createChatClient({ url: CHAT_URL, session })} />
  </StrictMode>,
);
