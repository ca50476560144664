// app/login/page.tsx or wherever you handle login
import { socketService } from '@/lib/socket.service';

async function handleLogin(email, password) {
  const response = await fetch('/api/auth/login', {
    method: 'POST',
    body: JSON.stringify({ email, password }),
  });
  
  const { token } = await response.json();
  
  // Save token
  localStorage.setItem('token', token);
  
  // Connect to Socket.IO
  socketService.connect(token);
  
  // Redirect to dashboard
  router.push('/dashboard');
}
