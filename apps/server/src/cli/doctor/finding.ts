/** What the doctor says of one thing. `fault`: it does not work; `warning`: it works, and will hurt. */
export interface Finding {
  readonly level: 'good' | 'warning' | 'fault';
  readonly what: string;
  /** How to mend it, where something is to be mended. */
  readonly mend?: string;
}

export const good = (what: string): Finding => ({ level: 'good', what });
export const warning = (what: string, mend: string): Finding => ({ level: 'warning', what, mend });
export const fault = (what: string, mend: string): Finding => ({ level: 'fault', what, mend });

/** Asks something outside; what it throws becomes a fault with this advice. */
export async function asking(
  what: string,
  mend: string,
  ask: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await ask();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return [fault(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, mend)];
  }
}

const MARK = { good: '✅', warning: '⚠️ ', fault: '❌' } as const;

export function toLines({ level, what, mend }: Finding): string[] {
  return [`${MARK[level]} ${what}`, ...(mend === undefined ? [] : [`   → ${mend}`])];
}
