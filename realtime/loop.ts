export type Loop = {
  /** Ends the rest under way, or the next one. */
  wake: () => void;
  /** Waits for the turn under way. */
  stop: () => Promise<void>;
};

const FIRST_REST_AFTER_FAULT_MS = 250;
const LONGEST_REST_AFTER_FAULT_MS = 5_000;
const REPORT_EVERY = 20;

/**
 * Takes one turn after the other, never two at once. A turn answers how many milliseconds to rest after it.
 * After a fault the rests grow to five seconds, and of many faults in a row only every twentieth is reported.
 */
export function loop(turn: () => Promise<number>, report: (fault: unknown) => void): Loop {
  const alarm = alarmClock();
  let running = true;
  let faults = 0;

  async function oneTurn(): Promise<number> {
    try {
      const rest = await turn();
      faults = 0;
      return rest;
    } catch (fault) {
      if (faults % REPORT_EVERY === 0) report(fault);
      faults += 1;
      return Math.min(LONGEST_REST_AFTER_FAULT_MS, FIRST_REST_AFTER_FAULT_MS * 2 ** Math.min(faults, 10));
    }
  }

  async function run(): Promise<void> {
    while (running) {
      const rest = await oneTurn();
      if (running) await alarm.rest(rest);
    }
  }

  const finished = run();
  return {
    wake: alarm.ring,
    async stop() {
      running = false;
      alarm.ring();
      await finished;
    }
  };
}

/** A rest that can be cut short; whoever rings while nobody rests cuts the next one short. */
function alarmClock() {
  let rung = false;
  let up: () => void = () => undefined;
  return {
    ring(): void {
      rung = true;
      up();
    },
    async rest(ms: number): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          up = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
    }
  };
}
