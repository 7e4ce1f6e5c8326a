import type { CardSeen, ChargeAnswer, ChargeOrder, PaymentProvider, RefundOrder } from '#lib/commerce/payments/payment-provider.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';

export type NotingBank = {
  provider: PaymentProvider;
  charges: ChargeOrder[];
  refunds: RefundOrder[];
  /** The shopper finishes the second step. */ approve: (key: string) => void;
};

/** A bank that notes each key once. The handle says what it answers: `no` declines, `step` asks, `lost` charges and says nothing. */
export function notingBank(): NotingBank {
  const charges: ChargeOrder[] = [];
  const refunds: RefundOrder[] = [];
  const answers = new Map<string, ChargeAnswer>();
  const provider: PaymentProvider = {
    async charge(order) {
      const known = answers.get(order.key);
      const answer = known ?? answerTo(order);
      if (!known) {
        answers.set(order.key, answer);
        charges.push(order);
        if (order.instrument.handle?.startsWith('lost')) throw new ProviderUnreachable('no answer');
      }
      return answer;
    },
    async refund(order) {
      if (!refunds.some((earlier) => earlier.key === order.key)) refunds.push(order);
      return { outcome: 'refunded', reference: `refund:${order.key}` };
    },
    async find(key) {
      const answer = answers.get(key);
      const order = charges.find((charge) => charge.key === key);
      return answer && order ? { operation: 'charge', amountMinor: order.amountMinor, currency: order.currency, ...answer } : undefined;
    },
    authorize: async (order) => ({ outcome: 'authorized', reference: order.key }),
    capture: async (order) => ({ outcome: 'captured', reference: order.key }),
    void: async (order) => ({ outcome: 'voided', reference: order.key }),
    readCard: async (handle) => cardOf(handle)
  };
  const approve = (key: string) => void answers.set(key, { outcome: 'captured', reference: `bank:${key}` });
  return { provider, charges, refunds, approve };
}

const cardOf = (handle: string): CardSeen | undefined =>
  /^\d{16}$/.test(handle)
    ? { brand: 'Visa', lastFour: handle.slice(-4), fingerprint: `print ${handle.split('').toReversed().join('')}` }
    : undefined;

function answerTo(order: ChargeOrder): ChargeAnswer {
  const reference = `bank:${order.key}`;
  if (order.instrument.handle?.startsWith('no')) return { outcome: 'declined', reference, reason: 'bank-said-no' };
  if (order.instrument.handle?.startsWith('step')) return { outcome: 'action-required', reference, actionUrl: `/bank/${order.key}` };
  const card = cardOf(order.instrument.handle ?? '');
  return { outcome: 'captured', reference, ...(card && { card }) };
}
