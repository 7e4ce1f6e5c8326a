import { writeFileSync } from 'node:fs';
import { intentNames } from '#agents/understanding/intents.ts';
import { modelPath } from '#agents/understanding/load-model.ts';
import { modelToFile } from '#agents/understanding/model-file.ts';
import { train } from '#agents/understanding/train.ts';
import { runProcess } from './steps/process.ts';
import { say, seconds } from './steps/progress.ts';
import { stampOfTeaching, utterancesOf } from './steps/utterances.ts';

// Teaches what shoppers want from agents/utterances and writes agents/understanding/intents.model, which is committed with them.
await runProcess(async () => {
  const began = performance.now();
  const utterances = intentNames.flatMap((intent) => utterancesOf(intent).map((text) => ({ text, intent })));
  const model = train(intentNames, utterances);
  const file = modelToFile({ ...model, stamp: stampOfTeaching() });
  writeFileSync(modelPath(), file);
  const features = model.vocabulary.weights.length;
  say(`${intentNames.length} intents, ${utterances.length} utterances, ${features} features, ${Math.ceil(file.length / 1024)} kB`);
  say(`${modelPath()} (${seconds(performance.now() - began)})`);
  return 0;
});
