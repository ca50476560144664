import { describe, expect, it } from 'vitest';
import { placeOfMail } from './mail-page.rules.js';

const CHAT = '0197a000-0000-7000-8000-000000000001';
const PAGE = 'https://shop.example/inbox?chat={chatId}&m={seq}';

describe('[ML10] the button of a mail leads', () => {
  it.each([
    [`/chats/${CHAT}?m=12`, null, `/chats/${CHAT}?m=12`],
    [null, null, '/'],
    [`/chats/${CHAT}?m=12`, PAGE, `https://shop.example/inbox?chat=${CHAT}&m=12`],
    [`/chats/${CHAT}`, PAGE, `https://shop.example/inbox?chat=${CHAT}&m=`],
    ['/cases', PAGE, 'https://shop.example/inbox?chat=&m='],
    [null, PAGE, 'https://shop.example/inbox?chat=&m='],
    [`/chats/${CHAT}?m=12`, 'https://shop.example/inbox', 'https://shop.example/inbox'],
  ])('%s with the page %s to %s', (path, page, place) => {
    expect(placeOfMail(path, page)).toBe(place);
  });
});
