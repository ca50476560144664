import { eventsOf, type History } from '../history/history.js';
import { type Violation, violation } from './violation.js';

const BYSTANDER_MS = 1000;

/** I16: after a case the process is the same, a bystander is served within a second, and nothing inside came out. */
export function nobodyElseIsHarmed(history: History): Violation[] {
  return eventsOf(history, 'case').flatMap((event) => {
    const { name, sameProcess, bystanderMs, leaks, unexpected } = event;
    const problems = [
      ...(sameProcess ? [] : ['the process is another one']),
      ...(bystanderMs === null || bystanderMs > BYSTANDER_MS
        ? [`a bystander ${bystanderMs === null ? 'was not served' : `waited ${Math.round(bystanderMs)} ms`}`]
        : []),
      ...leaks,
      ...(unexpected === null ? [] : [unexpected]),
    ];
    return problems.map((problem) => violation('I16', event, `${name}: ${problem}`));
  });
}

/** What must be in no answer and no log: stacks, SQL, paths of the machine, tokens. */
const INSIDES: readonly (readonly [string, RegExp])[] = [
  ['a stack', /\n? {4}at [\w.<> [\]]+ \(?(?:file:|node:|\/)/],
  [
    'SQL',
    /\b(?:select|insert into|update|delete from)\b[^"']{0,80}\b(?:from|values|set|where)\b|\bSQLSTATE\b|syntax error at or near/i,
  ],
  ['a path of the machine', /(?:\/(?:root|home|tmp|usr|var|work)\/[\w.-]+)|node_modules\//],
  ['a token', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/],
];

/** Which of these a text lets out. */
export function insidesIn(text: string): string[] {
  return INSIDES.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}
