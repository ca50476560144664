// components/LogoutButton.tsx
import { socketService } from '@/lib/socket.service';

function handleLogout() {
  // Disconnect from Socket.IO
  socketService.disconnect();
  
  // Clear token
  localStorage.removeItem('token');
  
  // Redirect to login
  router.push('/login');
}
