/** Counted words, by the plural categories of their language; `#` is the number. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** What mails say. `{name}`, `{job}`, `{chat}`, `{app}` stand for what they name. */
export interface MailTexts {
  readonly dir: 'ltr' | 'rtl';
  /** Subjects, with and without a preview. */
  readonly subject: Counted;
  readonly subjectHidden: Counted;
  readonly subjectNews: string;
  /** Above the messages. */
  readonly intro: Counted;
  readonly introHidden: Counted;
  readonly introNews: string;
  readonly earlier: Counted;
  readonly files: Counted;
  readonly you: Readonly<Record<'customer' | 'provider' | 'lsm', string>>;
  readonly reply: string;
  readonly look: string;
  readonly linkNote: string;
  readonly whyMail: string;
  readonly stopChat: string;
  readonly stopAll: string;
  readonly page: {
    readonly title: string;
    readonly askChat: string;
    readonly askAll: string;
    readonly doIt: string;
    readonly doneChat: string;
    readonly doneAll: string;
    readonly undo: string;
    readonly undone: string;
    readonly all: string;
    readonly bad: string;
  };
}
