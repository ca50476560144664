/** The address of a chat, or of one message in it. */
export function chatPath(chatId: string, seq?: number): string {
  return seq === undefined ? `/chats/${chatId}` : `/chats/${chatId}?m=${seq}`;
}

/** The address of a case on the desk. */
export function casePath(disputeId: string): string {
  return `/cases/${disputeId}`;
}

/** The message that `?m=` points to. */
export function targetSeq(search: string): number | undefined {
  const value = new URLSearchParams(search).get('m') ?? '';
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined;
}
