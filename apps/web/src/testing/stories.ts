import { uuid } from '@stm-chat/react/testing';

/** A state of the application, as the page without a server shows it. */
export interface Story {
  readonly name: string;
  readonly title: string;
  /** What demo.html is opened with. */
  readonly query: string;
  /** What is pressed one after the other, by the names that a reader knows, once it is there. */
  readonly press?: readonly string[];
}

const chat = (number: number, more = '') => `path=/chats/${uuid(number)}${more}`;

/** Every state that components and pages can be in. Pictures, accessibility checks and the page of stories all show these. */
export const STORIES: readonly Story[] = [
  { name: 'login', title: 'Sign in', query: 'login' },
  { name: 'list', title: 'The list of chats', query: '' },
  { name: 'conversation', title: 'A conversation, with something unread', query: chat(1) },
  { name: 'dispute', title: 'A dispute, read by its local service manager', query: `as=lsm&${chat(2)}` },
  { name: 'dispute-party', title: 'A dispute, read by a party', query: chat(2) },
  { name: 'dispute-sheet', title: 'Where a dispute stands', query: chat(2), press: ['Show the dispute'] },
  { name: 'dispute-readers', title: 'Who can read this', query: chat(2), press: ['3 people can read this'] },
  { name: 'dispute-offer', title: 'A counter-offer', query: chat(2), press: ['Counter-offer'] },
  {
    name: 'dispute-open',
    title: 'Problem with this job?',
    query: chat(1),
    press: ['Job and people', 'Problem with this job?'],
  },
  { name: 'desk', title: 'The cases of a local service manager', query: 'as=lsm&path=/cases' },
  { name: 'case', title: 'A case, with its lanes', query: `as=lsm&path=/cases/${uuid(700)}` },
  { name: 'case-waiting', title: 'A case that waits', query: `as=lsm&path=/cases/${uuid(710)}` },
  { name: 'case-settle', title: 'Settling a case', query: `as=lsm&path=/cases/${uuid(700)}`, press: ['Settle'] },
  { name: 'files', title: 'A photo, a voice message and a document', query: chat(3) },
  { name: 'viewer', title: 'A photo, large', query: chat(3), press: ['Open image wardrobe.jpg'] },
  { name: 'search', title: 'Search in everything', query: '', press: ['Search'] },
  { name: 'closed', title: 'A closed chat', query: chat(5) },
  { name: 'no-messages', title: 'A chat that nobody has written in', query: chat(6) },
  { name: 'gone', title: 'A chat that is not there', query: chat(99) },
  { name: 'empty', title: 'No chats yet', query: 'state=empty' },
  { name: 'loading', title: 'Loading the list', query: 'state=loading' },
  { name: 'failed', title: 'The list could not be loaded', query: 'state=failed' },
  { name: 'loading-chat', title: 'Loading a chat', query: `state=stuck&${chat(1)}` },
  { name: 'offline', title: 'No network', query: `state=offline&${chat(1)}` },
  { name: 'missing', title: 'No such page', query: 'path=/nowhere' },
  { name: 'account', title: 'Account', query: '', press: ['Account and settings'] },
  { name: 'settings', title: 'Settings', query: '', press: ['Account and settings', 'Settings'] },
  { name: 'notifications', title: 'Notifications', query: '', press: ['Notifications, 2 unread'] },
  { name: 'chat-menu', title: 'What can be done with a chat', query: chat(1), press: ['Chat actions'] },
];
