import type { ChatClient } from '@stm-chat/client';

/** Saves a file under its name. Throws `ChatError` when there is no way to it. */
export async function saveFile(client: ChatClient, attachmentId: string): Promise<void> {
  const { downloadUrl } = await client.fileLink(attachmentId, { fresh: true });
  // The answer is an attachment: the page stays where it is.
  const anchor = document.createElement('a');
  anchor.href = downloadUrl;
  anchor.rel = 'noopener';
  anchor.download = '';
  anchor.click();
}
