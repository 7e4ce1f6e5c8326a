let up = $state(false);
let lostSince = $state.raw<Date>();

/** Whether what the page shows follows the shop by itself just now. */
export const connection = {
  get up(): boolean {
    return up;
  },
  /** Since when it does not; undefined while it does, and before it was tried. */
  get lostSince(): Date | undefined {
    return lostSince;
  }
};

export function noteUp(): void {
  up = true;
  lostSince = undefined;
}

/** A trouble that goes on began when it began. */
export function noteLost(at: Date): void {
  up = false;
  lostSince ??= at;
}
