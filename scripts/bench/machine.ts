import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { watchOthers } from './cpu.ts';
import type { Machine } from './report.ts';
import { median } from './stats.ts';

const TIMES = 200;
const PAGE = 8_192;

/** `folder` is where the database lies: another disk has another speed. */
export async function theMachine(folder: string): Promise<Machine> {
  const others = watchOthers();
  await pause(1_000);
  const othersBefore = others();
  const [first] = cpus();
  return {
    cores: cpus().length,
    model: first?.model.trim() ?? 'unknown',
    memoryGB: Math.round(totalmem() / 2 ** 30),
    othersBefore,
    fsyncMs: median(timedSyncs(folder))
  };
}

/** Each writes one page of a database at the end of a file and waits until it is on the disk. */
function timedSyncs(folder: string): number[] {
  const path = join(folder, 'fsync-probe');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(PAGE, 1);
  try {
    return Array.from({ length: TIMES }, () => {
      writeSync(file, page);
      const began = performance.now();
      fdatasyncSync(file);
      return performance.now() - began;
    });
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}
