import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { AUDITED, auditPage, medianAudit, type Audit } from './bench/audit.ts';
import { theCommit } from './bench/commit.ts';
import { watchOthers } from './bench/cpu.ts';
import { keepAudits } from './bench/keep-report.ts';
import { benchOptions } from './bench/options.ts';
import { openLab } from './bench/lab.ts';
import { note } from './bench/progress.ts';
import type { AuditReport } from './bench/report.ts';
import { cartWithLamp } from './bench/lamp.ts';
import { startShop } from './bench/shop-process.ts';
import { figureLines } from './bench/words.ts';
import { buildWhenStale } from './steps/build.ts';
import { findChromium } from './steps/chromium.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';
import type { Undo } from './steps/undo.ts';

// Lighthouse as on a phone, the median of several runs, on a shop of its own or the one at --origin:
// npm run lighthouse -- --rounds 5 --json --save. Not part of any test: a run takes a quarter of a minute and a quiet machine.
await runProcess(
  async (undo) => {
    const { origin: given, rounds, json, save } = options();
    const chromium = process.env['CHROME_PATH'] ?? findChromium();
    const origin = given ?? (await ownShop(undo));
    const cookie = await cartWithLamp(origin);
    const head = { at: new Date().toISOString(), ...theCommit(), rounds };
    const others = watchOthers();
    await pause(1_000);
    const othersBefore = others();
    const pages: AuditReport['pages'] = [];
    for (const { name, path, goals, hasFloor } of AUDITED) {
      note(`lighthouse: ${name}`);
      const page = { url: origin + path, cookie, chromium };
      const [audits, bare] = [[], []] as [Audit[], Audit[]];
      for (let round = 0; round < rounds; round++) {
        // oxlint-disable no-await-in-loop -- never two at once
        audits.push(await auditPage(undo, page));
        if (hasFloor) bare.push(await auditPage(undo, { ...page, withoutScripts: true }));
        // oxlint-enable no-await-in-loop
      }
      pages.push({ name, figures: medianAudit(goals, audits) });
      if (hasFloor) pages.push({ name: `${name}, its scripts held back`, figures: medianAudit({}, bare) });
    }
    if (!json) for (const { name, figures } of pages) for (const line of ['', name, ...figureLines(figures)]) say(line);
    const report: AuditReport = { ...head, othersBefore, pages };
    if (save) note(`kept: ${keepAudits(report).join(', ')}`);
    if (json) say(JSON.stringify(report, null, 2));
    return 0;
  },
  { whenStopped: codeOfSignal }
);

async function ownShop(undo: Undo): Promise<string> {
  note('lighthouse: a shop of our own');
  await buildWhenStale(undo);
  const lab = await openLab(undo, benchOptions([]));
  const shop = await startShop(lab, await lab.demoWorld('lighthouse'));
  // By this name browsers keep cookies as they would from https.
  return shop.origin.replace('127.0.0.1', 'localhost');
}

function options(): { origin: string | undefined; rounds: number; json: boolean; save: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { origin: { type: 'string' }, rounds: { type: 'string', default: '3' }, json: flag, save: flag }
  });
  const rounds = Number(values.rounds);
  if (!(rounds >= 1 && rounds <= 20)) throw new PlainTrouble('--rounds takes a number from 1 to 20.');
  return { origin: values.origin && new URL(values.origin).origin, rounds: Math.ceil(rounds), json: values.json, save: values.save };
}
