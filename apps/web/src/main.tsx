import '@stm-chat/react/styles.css';
import './styles/app.css';
import { createChatClient, passwordSession } from '@stm-chat/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { startLanguage } from './language.js';
import { startServiceWorker } from './pwa/service-worker.js';

// The page is served by the chat server itself: same origin, and the refresh token in a cookie no script can read.
const session = passwordSession({ url: '', cookie: true });

// In development the files change by the minute, and nothing may stand between them and the page.
if (import.meta.env.PROD) startServiceWorker();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
// The first paint is in the right language and direction.
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App session={session} createClient={() => createChatClient({ url: '', session })} />
  </StrictMode>,
);
