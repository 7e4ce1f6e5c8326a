import type { Page } from '@playwright/test';

/** A line on which an answer waits until it is stopped: ours is faster than any hand. `isUp`: kept once the page may speak over it. */
export async function holdsAnswers(page: Page): Promise<{ isUp: Promise<void> }> {
  const up = Promise.withResolvers<void>();
  const idOf = (message: string | Buffer, name: string) => new RegExp(`^42(\\d+)\\["${name}"`).exec(String(message))?.[1];
  await page.routeWebSocket(/\/live\//, (line) => {
    const server = line.connectToServer();
    let [says, answer] = ['', ''];
    line.onMessage((message) => {
      says = idOf(message, 'chat.say') ?? says;
      const stops = idOf(message, 'chat.stop');
      if (stops === undefined) return server.send(message);
      line.send(`43${stops}[{"ok":{"isStopped":true}}]`);
      if (answer !== '') line.send(answer);
      says = '';
    });
    server.onMessage((message) => {
      if (says !== '' && String(message).startsWith(`43${says}[{"ok"`)) answer = String(message);
      else line.send(message);
      if (String(message).startsWith('40')) up.resolve();
    });
  });
  return { isUp: up.promise };
}
