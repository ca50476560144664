/** The language of the texts with the reader's own region, so that dates and numbers are written as there. */
export function pickLocale(preferred: readonly string[]): string {
  return preferred.find((tag) => /^en(-|$)/i.test(tag)) ?? 'en-GB';
}
