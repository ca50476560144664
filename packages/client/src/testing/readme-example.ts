import { createChatClient, passwordSession } from '@stm-chat/client';

type Show = (...words: string[]) => void;

export async function sayHello(url: string, email: string, password: string, show: Show): Promise<void> {
  const session = passwordSession({ url, cookie: false }); // `cookie: true` on the server's own origin
  if ((await session.restore()) === null) await session.login(email, password);

  const client = createChatClient({ url, session });
  client.connection.subscribe(() => show(client.connection.get().status)); // stores: `get` and `subscribe`
  await client.connect();

  // The same job and parties again: the same chat. `client.chats` lists all of mine.
  const chat = await client.createChat({ job_id: '17', subject: 'A leaking tap', provider_id: 42 });
  const conversation = client.conversation(chat.id);
  conversation.state.subscribe(() => {
    for (const item of conversation.state.get().items) {
      if (item.kind === 'message') show(item.message.message, item.state);
      else show(item.text, item.state); // on its way: shown at once, sent when there is a network
    }
  });
  conversation.open();

  const { clientId } = conversation.send('Hello');
  await conversation.whenSent(clientId);
  conversation.markRead(conversation.state.get().summary?.last_seq ?? 0);
  conversation.close();
  client.close();
}
