// Runs before the first paint, so that a dark page never flashes white. `src/theme.ts` writes the choice.
try {
  const theme = localStorage.getItem('stm-chat:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's scheme it is.
}
