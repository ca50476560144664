/** A message that a party points to when it opens a dispute. */
export interface EvidenceMark {
  readonly seq: number;
  readonly text: string;
}
