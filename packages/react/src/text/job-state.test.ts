import { describe, expect, test } from 'vitest';
import { jobStateText } from './job-state.js';
import { ar } from './locales/ar.js';
import { en } from './locales/en.js';
import { createTexts } from './texts.js';

const english = createTexts('en', en);
const arabic = createTexts('ar', en, ar);

describe('the state of a job', () => {
  test.each([
    ['in progress', 'In progress'],
    ['IN_PROGRESS', 'In progress'],
    [' in-progress ', 'In progress'],
    ['done', 'Completed'],
    ['canceled', 'Cancelled'],
    ['Booked', 'Scheduled'],
    ['offer sent', 'Quoted'],
  ])('%s is said in the reader’s words', (state, text) => {
    expect(jobStateText(state, english)).toBe(text);
  });

  test('in another language', () => {
    expect(jobStateText('In progress', arabic)).toBe('قيد التنفيذ');
  });

  test.each(['Waiting for parts', '', 'constructor', '__proto__'])('a state of the host’s own stays: "%s"', (state) => {
    expect(jobStateText(state, arabic)).toBe(state);
  });
});
