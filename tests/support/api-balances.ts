import { issueGiftCard } from '#lib/commerce/payments/issue-gift-card.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Buyer, Sent } from './api-world.ts';
import type { TestShop } from './shop.ts';

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
  return { aCard, byCode, covered };
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
