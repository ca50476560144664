type Body = Readonly<Record<string, unknown>>;

/** As `say-evidence.mjs` says it; that file is plain JavaScript because the verifier carries it to browsers as it stands. */
export interface Speech {
  readonly dir: string;
  /** A text with its `{parameters}`; what has no text is given as it is, with spaces. */
  say(key: string, params?: Readonly<Record<string, string | number>>): string;
  /** The name of a field of a record. */
  field(name: string): string;
  /** A value of a record, to be read. */
  value(name: string, given: unknown): string;
  /** What a message says: of the system, and of an offer, in this language. */
  message(body: Body, nameOf: (userId: unknown) => string | undefined): string;
  /** Why a file is not genuine. */
  problem(fault: { readonly code: string; readonly params: Body } | null): string;
}

/** @param words of one language, of words.json */
export function sayEvidence(words: Readonly<Record<string, unknown>>): Speech;
