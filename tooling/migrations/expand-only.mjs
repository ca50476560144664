/**
 * What a step of the schema may not do, since the build before it goes on serving while this one starts: take away or
 * rename what that build reads, or ask of its rows what it does not know.
 *
 * @type {readonly { says: string, is: RegExp }[]}
 */
const CONTRACTIONS = [
  {
    says: 'drops what the previous build may use',
    is: /\bdrop\s+(?:table|view|type|schema|sequence|function|trigger)\b/i,
  },
  { says: 'drops a column', is: /\bdrop\s+column\b/i },
  { says: 'renames', is: /\brename\s+(?:to|column|constraint|value)\b|\brename\s+\w+\s+to\b/i },
  { says: 'changes the type of a column', is: /\balter\s+column\s+\w+\s+(?:set\s+data\s+)?type\b/i },
  { says: 'wants a value in a column that was free to be empty', is: /\balter\s+column\s+\w+\s+set\s+not\s+null\b/i },
  { says: 'takes a default away', is: /\balter\s+column\s+\w+\s+drop\s+default\b/i },
  { says: 'empties a table', is: /\btruncate\b/i },
];

/** A new column that the previous build cannot fill. */
const UNFILLED =
  /\badd\s+column\s+(?:if\s+not\s+exists\s+)?\w+\s(?=[^,;]*\bnot\s+null\b)(?![^,;]*\b(?:default|generated)\b)[^,;]*/i;

/** With this comment before it a statement may contract: it says since when nobody needs what goes. */
const ALLOWED = /--\s*contract:\s*\S/i;

/**
 * @param {string} text a step of the schema
 * @returns {string[]} what the previous build would not bear
 */
export function contractionsOf(text) {
  return statementsOf(text).flatMap((statement) => {
    if (ALLOWED.test(statement)) return [];
    const bare = statement
      .replaceAll(/--[^\n]*/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const found = CONTRACTIONS.filter(({ is }) => is.test(bare)).map(({ says }) => says);
    if (/^alter\s+table/i.test(bare) && UNFILLED.test(bare))
      found.push('adds a column that the previous build leaves empty');
    return found.map((says) => `${says}: ${bare.slice(0, 90)}`);
  });
}

/**
 * Statements with the comments before them; what stands between dollar quotes is one piece.
 *
 * @param {string} text
 */
function statementsOf(text) {
  const pieces = text.match(/\$(\w*)\$[^]*?\$\1\$|--[^\n]*\n?|'(?:[^']|'')*'|;|[^$;'-]+|[$'-]/g) ?? [];
  /** @type {string[]} */
  const statements = [];
  let statement = '';
  for (const piece of pieces) {
    if (piece !== ';') {
      // What a function does, or a text says, is no statement of the step.
      statement += /^[$']./.test(piece) ? ' $$ ' : piece;
      continue;
    }
    statements.push(statement);
    statement = '';
  }
  return [...statements, statement];
}
