/**
 * For so long a talk stays on a kiosk that has lost its line. After it nobody can say whether the cart that it came with is still in its hands: what
 * takes it back is heard over the line. Milliseconds.
 */
export const LINE_LOST_MS = 10_000;

export const isLostTooLong = (lostSince: Date | undefined, at: number): boolean =>
  lostSince !== undefined && at - lostSince.getTime() >= LINE_LOST_MS;
