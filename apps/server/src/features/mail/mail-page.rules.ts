/** Addresses of the page, as notifications have them: a chat and the message that is meant. */
const OF_CHAT = /^\/chats\/(?<chatId>[0-9a-f-]{36})(?:\?m=(?<seq>\d+))?$/;

/**
 * Where the button of a mail leads.
 * @param path the place on this server's own page; null: the link is over, or was not written here
 * @param page the host platform's page (`MAIL_PAGE`), with `{chatId}` and `{seq}`; null: people use this server's own
 */
export function placeOfMail(path: string | null, page: string | null): string {
  if (page === null) return path ?? '/';
  const { chatId = '', seq = '' } = OF_CHAT.exec(path ?? '')?.groups ?? {};
  return page.replaceAll('{chatId}', chatId).replaceAll('{seq}', seq);
}
