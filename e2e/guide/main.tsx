import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { handleLogin } from 'guide:login';
import { handleLogout } from 'guide:logout';
import ChatComponent from '@/components/Chat';

/** What the guide leaves to the reader: a login form around its `handleLogin`, and a page around its chat. */
function Page() {
  const [token, setToken] = useState<string | null>(null);
  const query = new URLSearchParams(location.search);
  if (token !== null) {
    return (
      <>
        <button onClick={() => (handleLogout(), setToken(null))}>Log out</button>
        <ChatComponent chatId={query.get('chat')} token={token} currentUserId={Number(query.get('user'))} />
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        void handleLogin(form.get('email'), form.get('password')).then(() => setToken(localStorage.getItem('token')));
      }}
    >
      <input name="email" aria-label="Email" />
      <input name="password" type="password" aria-label="Password" />
      <button>Log in</button>
    </form>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
