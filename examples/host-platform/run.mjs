// Both examples beside a chat server: README.md says how to start it. SERVICE_TOKEN and WEBHOOK_SECRET are the server's.
import { startHost } from './host.mjs';
import { startReceiver } from './webhooks.mjs';

const { CHAT_URL = 'http://localhost:8000', SERVICE_TOKEN: serviceToken, WEBHOOK_SECRET: secret } = process.env;
if (!serviceToken || !secret) throw new Error('Set SERVICE_TOKEN and WEBHOOK_SECRET to those of the chat server.');

const host = await startHost({ chat: () => CHAT_URL, serviceToken, port: 9000 });
const onEvent = async ({ type, data }) => console.log(type, JSON.stringify(data));
const receiver = await startReceiver({ secret, onEvent, port: 9001 });
console.log(`The marketplace is at ${host.url}, and hears of the chat at ${receiver.url}`);
