import { connect } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { readSettings } from '#lib/server/settings.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

await runProcess(async (undo) => {
  await openDatabase(undo);
  const db = connect(readSettings().databaseUrl);
  undo.later(() => db.destroy());
  const steps = await migrate(db);
  for (const taken of steps) say(taken);
  if (steps.length === 0) say('The schema is up to date.');
  return 0;
});
