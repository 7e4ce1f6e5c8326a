import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFromFile, type StampedModel } from './model-file.ts';

const NAME = 'intents.model';

/** Beside this file; a bundle stands elsewhere than its sources and finds it from the folder in which it was started. */
export function modelPath(): string {
  const beside = fileURLToPath(new URL(NAME, import.meta.url));
  return existsSync(beside) ? beside : join(process.cwd(), 'agents', 'understanding', NAME);
}

export const loadModel = (path: string = modelPath()): StampedModel => modelFromFile(readFileSync(path));
