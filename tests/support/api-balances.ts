import { findValueBySeal, redeem } from '#db/queries/stored-values.ts';
import { issueGiftCard } from '#lib/commerce/payments/issue-gift-card.server.ts';
import { sealedCode } from '#lib/commerce/payments/stored-value.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Answer, Buyer, Sent } from './api-world.ts';
import type { Provoke } from './provoked.ts';
import type { TestShop } from './shop.ts';
import { untilWaiting } from './waiting.ts';

/** Carts that a gift card pays for, in part or whole. */
export function payingByCard(shop: () => TestShop, buyer: () => Buyer) {
  const aCard = async (amountMinor = 10_000): Promise<string> =>
    (await issueGiftCard(shop(), SYSTEM, { amountMinor, currency: 'INR' })).code;
  const byCode = (path: string, code: string): Sent => ({ method: 'POST', path: `${path}/balances`, body: { code } });
  async function covered(amountMinor?: number) {
    const cart = await buyer().chosen();
    const { json } = await buyer().ask(byCode(cart.path, await aCard(amountMinor)));
    const [balance] = json['balances'] as { id: string }[];
    return { ...cart, balanceId: balance?.id ?? '', restMinor: Number(json['restMinor']) };
  }
  /** Why a card does not pay on top of an order. `asking`: of something that costs more; `elsewhere`: of what no card pays. */
  const noesOnTop = (asking: () => Promise<Sent>, elsewhere: () => Promise<Sent>): Record<string, Provoke> => ({
    'balance-wrong': async () => ({ ...(await asking()), body: { code: 'no such card' } }),
    'card-covers-less': async () => ({ ...(await asking()), body: { code: await aCard(100) } }),
    'not-paid-so': async () => ({ ...(await elsewhere()), body: { code: await aCard(1_000_000) } }),
    async 'balance-changed'(): Promise<Answer> {
      const [sent, code] = [await asking(), await aCard(1_000_000)];
      const { id: valueId } = (await findValueBySeal(shop().db, sealedCode(shop().keys.seal, code).codeSeal))!;
      // Somebody else spends it at this very moment.
      const asked = await shop()
        .db.transaction()
        .execute(async (tx) => {
          const entry = { id: shop().newId(), valueId, deltaMinor: -1_000_000, cause: `test:${valueId}`, actor: SYSTEM, at: shop().now() };
          await redeem(tx, entry);
          const answer = buyer().ask({ ...sent, body: { code } });
          await untilWaiting(shop().db, 1);
          return { answer };
        });
      return asked.answer;
    }
  });
  return { aCard, byCode, covered, noesOnTop };
}

/** A real request for each endpoint of balances. */
export function requestsOfBalances(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  const { aCard, byCode, covered } = payingByCard(shop, buyer);
  return {
    readBalances: async () => ({ method: 'GET', path: `${(await covered()).path}/balances` }),
    payWithBalance: async () => byCode((await buyer().chosen()).path, await aCard()),
    async takeOutBalance() {
      const { path, balanceId } = await covered();
      return { method: 'DELETE', path: `${path}/balances/${balanceId}` };
    }
  };
}
