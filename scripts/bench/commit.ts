import { execFileSync } from 'node:child_process';
import { HOUSE } from '../steps/programs.ts';

/** What is measured, and whether the working tree is exactly that commit. A copy without its history can be measured too. */
export function theCommit(): { commit: string; clean: boolean } {
  return { commit: git('rev-parse', '--short=12', 'HEAD') || 'unknown', clean: git('status', '--porcelain') === '' };
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: HOUSE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
