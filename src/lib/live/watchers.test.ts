import { expect, test, vi } from 'vitest';
import { watchers } from './watchers.ts';

type News = { id: string; version: number };

/** A server whose answers are set by hand, and a page's watchers on it. */
function aPage(answers: (ids: string[]) => News[] | undefined = (ids) => ids.map((id) => ({ id, version: 1 }))) {
  const again: (() => void)[] = [];
  const ask = vi.fn<(ids: string[]) => Promise<News[] | undefined>>(async (ids) => answers(ids));
  const drop = vi.fn<(ids: string[]) => void>();
  const page = watchers<News>({ idOf: (news) => news.id, ask, drop, later: (once) => void again.push(once) });
  const heard: News[] = [];
  return { ...page, ask, drop, again, heard, ear: (news: News[]) => void heard.push(...news) };
}
const settled = async () => new Promise((resolve) => setTimeout(resolve, 0));

test('nothing is asked before the connection is there, and then all of it in one message', async () => {
  const { ask, connected, ear, enter, heard } = aPage();
  enter(['bowl', 'lamp'], ear);
  enter(['rug'], ear);
  await settled();
  expect(ask).not.toHaveBeenCalled();
  connected();
  await settled();
  expect(ask.mock.calls).toEqual([[['bowl', 'lamp', 'rug']]]);
  expect(heard.map((news) => news.id)).toEqual(['bowl', 'lamp', 'rug']);
});

test('two parts of a page that watch one thing ask once, hear both, and only the last one lets go', async () => {
  const { ask, connected, drop, enter, hear } = aPage();
  connected();
  const [one, other] = [vi.fn<(news: News[]) => void>(), vi.fn<(news: News[]) => void>()];
  const leave = enter(['bowl'], one);
  await settled();
  const leaveToo = enter(['bowl'], other);
  await settled();
  expect(ask).toHaveBeenCalledTimes(1);
  expect(other).toHaveBeenCalledWith([{ id: 'bowl', version: 1 }]);
  leave();
  await settled();
  expect(drop).not.toHaveBeenCalled();
  hear([{ id: 'bowl', version: 2 }]);
  expect(one).toHaveBeenCalledTimes(1);
  expect(other).toHaveBeenLastCalledWith([{ id: 'bowl', version: 2 }]);
  leaveToo();
  await settled();
  expect(drop.mock.calls).toEqual([[['bowl']]]);
});

test('a page that leaves and comes back in one go says nothing, and still knows what it heard', async () => {
  const { ask, connected, drop, ear, enter, hear, heard } = aPage();
  connected();
  const leave = enter(['bowl'], () => undefined);
  await settled();
  hear([{ id: 'bowl', version: 7 }]);
  leave();
  enter(['bowl'], ear);
  await settled();
  expect(ask).toHaveBeenCalledTimes(1);
  expect(drop).not.toHaveBeenCalled();
  expect(heard).toEqual([{ id: 'bowl', version: 7 }]);
});

test('one page after another is one message for what comes and one for what goes', async () => {
  const { ask, connected, drop, ear, enter } = aPage();
  connected();
  const leave = enter(['bowl', 'lamp'], ear);
  await settled();
  leave();
  enter(['lamp', 'rug'], ear);
  await settled();
  expect(drop.mock.calls).toEqual([[['bowl']]]);
  expect(ask.mock.calls).toEqual([[['bowl', 'lamp']], [['rug']]]);
});

test('every time the connection is back, everything watched is asked for anew; while it is lost nothing is sent', async () => {
  const { ask, connected, drop, ear, enter, lost } = aPage();
  connected();
  const leave = enter(['bowl', 'lamp'], ear);
  await settled();
  lost();
  leave();
  enter(['rug', 'lamp'], ear);
  await settled();
  expect(drop).not.toHaveBeenCalled();
  expect(ask).toHaveBeenCalledTimes(1);
  connected();
  await settled();
  expect(ask).toHaveBeenCalledTimes(2);
  expect(ask.mock.calls[1]![0].toSorted()).toEqual(['lamp', 'rug']);
});

test('what got no answer is asked again later, but only what is still watched', async () => {
  let silent = true;
  const { again, ask, connected, ear, enter, heard } = aPage((ids) => (silent ? undefined : ids.map((id) => ({ id, version: 3 }))));
  connected();
  const leave = enter(['bowl'], ear);
  enter(['lamp'], ear);
  await settled();
  expect(heard).toEqual([]);
  leave();
  await settled();
  silent = false;
  for (const once of again.splice(0)) once();
  await settled();
  expect(ask.mock.calls.at(-1)).toEqual([['lamp']]);
  expect(heard).toEqual([{ id: 'lamp', version: 3 }]);
});

test('what comes late is not passed on, and whoever enters afterwards hears the newest, not the last', async () => {
  const { ear, enter, hear, heard } = aPage();
  enter(['bowl'], () => undefined);
  hear([{ id: 'bowl', version: 6 }]);
  hear([{ id: 'bowl', version: 5 }]);
  enter(['bowl'], ear);
  await settled();
  expect(heard).toEqual([{ id: 'bowl', version: 6 }]);
});

test('a message about something nobody watches is let go', () => {
  const { ear, enter, hear, heard } = aPage();
  enter(['bowl'], ear);
  hear([
    { id: 'rug', version: 4 },
    { id: 'bowl', version: 4 }
  ]);
  expect(heard).toEqual([{ id: 'bowl', version: 4 }]);
});
