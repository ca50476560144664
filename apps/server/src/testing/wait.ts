/** For `vi.waitFor`, as long as `expect.poll` waits: notifications on a busy machine take more than its own second. */
export const WAIT_MS = 10_000;
