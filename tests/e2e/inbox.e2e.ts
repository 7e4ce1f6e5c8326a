import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { aHandedOverTalk } from '#tests/support/handed-over.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const said = async (threadId: string) =>
  (await db.selectFrom('support_message').select(['author', 'words']).where('thread_id', '=', threadId).orderBy('seq').execute()).map(
    ({ author, words }) => `${author}: ${words}`
  );

test('a hand-over rings at the desk without a reload; somebody takes the talk over, answers, and gives it back, and the other screen sees who', async ({
  page,
  browser
}) => {
  test.setTimeout(150_000);
  const orderPath = await aPaidOrder({ handle: 'bottle-vases' });
  const other = await (await browser.newContext()).newPage();
  await openAs(page, 'Meera', '/office/support');
  await openAs(other, 'Kabir', '/office/support');
  for (const screen of [page, other]) {
    await answersToScript(screen);
    await expect(screen.getByText(/^Live/).first()).toBeVisible();
  }

  const talk = await aHandedOverTalk(db, orderPath, 'a person please, my vase');
  const row = (screen: Page) => screen.getByRole('listitem').filter({ hasText: talk.number });
  await expect(row(page)).toContainText('New', { timeout: 5_000 });
  await expect(page.getByRole('status').filter({ hasText: `New: An order, ${talk.number}.` })).toBeVisible();
  await expect(row(page)).toContainText(/Answer in (29|30) min/);
  await expect(page.getByRole('list', { name: 'Tickets' }).getByRole('listitem').filter({ hasText: talk.number })).toBeVisible();
  await expect(page.getByRole('search', { name: 'Find tickets' }).getByLabel('Order number optional', { exact: true })).toBeVisible();
  await looksWell(page);

  await row(page).getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'When it came to us' })).toBeVisible();
  await looksWell(page);
  await page.getByRole('button', { name: 'Take over the talk' }).click();
  await expect(page.getByText('You answer; the assistant is silent.')).toBeVisible();
  await expect(row(other)).toContainText('Meera has it, and the talk');

  await talk.says('it is the blue one');
  await expect(page.getByText('it is the blue one', { exact: true })).toBeVisible();
  await page.getByLabel('Your answer').fill('I look into it, one moment.');
  await page.getByRole('button', { name: 'Send, I go on' }).click();
  await expect(page.getByRole('list').getByText('I look into it, one moment.')).toBeVisible();
  await expect(page.getByLabel('Your answer')).toHaveValue('');
  await page.getByLabel('Another note').fill('Asked the packers.');
  await page.getByRole('button', { name: 'Note it' }).click();
  await expect(page.getByText('Asked the packers.', { exact: true })).toBeVisible();
  await looksWell(page);
  expect(await said(talk.threadId)).toEqual([
    'shopper: a person please, my vase',
    'shopper: it is the blue one',
    'staff: I look into it, one moment.'
  ]);

  await page.getByRole('button', { name: 'Give it back to the assistant' }).click();
  await expect(page.getByText('The assistant answers here')).toBeVisible();
  await expect(row(other)).toContainText('Meera has it');
  await page.getByRole('button', { name: 'It is solved' }).click();
  await expect(page.getByRole('heading', { name: 'Closed' })).toBeVisible();
  await expect(row(other)).toHaveCount(0);
  await other.context().close();
});

test('without a script the same is done by forms, and what is often said is put in with the order’s number', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const title = `Where it is ${Date.now()}`;
  await openAs(page, 'Kabir', '/office/support/answers');
  await page.getByRole('heading', { name: 'Another one' }).waitFor();
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Add it' }) });
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Words').fill('Take {discount} off {order}.');
  await page.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByText('{discount} is nothing that can be put in')).toBeVisible();
  await form.getByLabel('Words').fill('Your order {order} is being packed.');
  await page.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();

  const talk = await aHandedOverTalk(db, await aPaidOrder({ handle: 'bottle-vases' }), 'a person please');
  await page.goto(`/office/support/${talk.ticketId}`);
  await page.getByRole('button', { name: 'Take over the talk' }).click();
  await page.getByLabel('What we often say').selectOption({ label: title });
  await page.getByRole('button', { name: 'Put it in' }).click();
  await expect(page.getByLabel('Your answer')).toHaveValue(`Your order ${talk.number} is being packed.`);
  await page.getByRole('button', { name: 'Send, and wait for them' }).click();
  await expect(page.getByText('Waits for the shopper: the clock stands still.')).toBeVisible();
  expect((await said(talk.threadId)).at(-1)).toBe(`staff: Your order ${talk.number} is being packed.`);
  await page.getByRole('button', { name: 'It is solved' }).click();
  await expect(page.getByRole('heading', { name: 'Closed' })).toBeVisible();

  const key = (await page.getByRole('link', { name: 'As its shopper sees it' }).getAttribute('href'))?.split('/').at(-1) ?? '';
  const shopper = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await shopper.goto(`/assistant/rate/${talk.ticketId}?order=${key}`);
  await shopper.getByRole('radio', { name: '4 stars' }).check();
  await shopper.getByLabel('In your words').fill('Quick.');
  await shopper.getByRole('button', { name: 'Tell us' }).click();
  await expect(shopper.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await page.reload();
  await expect(page.getByText('4 of 5 stars')).toBeVisible();
  await page.goto('/office/support/times?days=7');
  await expect(page.getByRole('region', { name: 'By week' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'By the service clock' }).getByRole('row', { name: /^An order/ })).toContainText('30 min');
  await shopper.context().close();
  await page.context().close();
});

test('how soon we answer is set in the office: what is wrong is named, and what holds is read by all at the desk', async ({
  page,
  browser
}) => {
  await openAs(page, 'Kabir', '/office/support/times');
  await answersToScript(page);
  await page.getByText('Change it', { exact: true }).click();
  const sunday = page.getByLabel('Sunday');
  await sunday.fill('09:00');
  await page.getByRole('group', { name: 'A thing for sale' }).getByLabel('Answered', { exact: true }).fill('0');
  await page.getByRole('button', { name: 'Let it hold from now on' }).click();
  await expect(page.getByRole('alert')).toContainText('From when until when');
  await expect(sunday).toHaveAttribute('aria-invalid', 'true');
  await looksWell(page);
  // All that tickets of other tests are due by stays day and night.
  await sunday.fill('00:00-13:00, 13:00-24:00');
  await page.getByRole('group', { name: 'A thing for sale' }).getByLabel('Answered', { exact: true }).fill('45');
  await page.getByRole('button', { name: 'Let it hold from now on' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It holds.' })).toBeVisible();

  const desk = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await openAs(desk, 'Meera', '/office/support/times');
  await expect(desk.getByText('45 to answer, 2880 to solve, in minutes')).toBeVisible();
  await expect(desk.getByText('00:00 to 13:00, 13:00 to 24:00')).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Let it hold from now on' })).toHaveCount(0);
  await desk.context().close();
});
