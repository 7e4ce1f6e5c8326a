import type {
  AuthorizeAnswer,
  CaptureAnswer,
  CaptureOrder,
  CardSeen,
  ChargeAnswer,
  ChargeOrder,
  DeclineReason,
  PaymentProvider,
  RefundAnswer,
  RefundOrder,
  VoidOrder
} from '#lib/commerce/payments/payment-provider.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';

export type NotingBank = {
  provider: PaymentProvider;
  charges: ChargeOrder[];
  authorizations: ChargeOrder[];
  captures: CaptureOrder[];
  voids: VoidOrder[];
  refunds: RefundOrder[];
  /** What it says to the next captures, one after the other; yes when nothing is left. */
  saysToCaptures: (DeclineReason | 'lost')[];
  /** And to what is to go back. */
  saysToRefunds: DeclineReason[];
  /** The shopper finishes the second step. */ approve: (key: string) => void;
};

type Opened = { operation: 'charge' | 'authorize'; order: ChargeOrder; answer: ChargeAnswer | AuthorizeAnswer };

/**
 * A bank that notes each key once. The handle says what it answers: `no` declines, `step` asks, `lost` does it and says nothing. It gives no more than it stands
 * for, and takes back no more than it gave.
 */
export function notingBank(): NotingBank {
  const charges: ChargeOrder[] = [];
  const authorizations: ChargeOrder[] = [];
  const captures: CaptureOrder[] = [];
  const voids: VoidOrder[] = [];
  const refunds: RefundOrder[] = [];
  const saysToCaptures: NotingBank['saysToCaptures'] = [];
  const saysToRefunds: NotingBank['saysToRefunds'] = [];
  const sentBack = new Map<string, RefundAnswer>();
  const opened = new Map<string, Opened>();
  const captured = new Map<string, CaptureAnswer>();

  function open(operation: Opened['operation'], order: ChargeOrder): Opened['answer'] {
    const known = opened.get(order.key);
    if (known) return known.answer;
    const answer = answerTo(operation, order);
    opened.set(order.key, { operation, order, answer });
    (operation === 'charge' ? charges : authorizations).push(order);
    if (order.instrument.handle?.startsWith('lost')) throw new ProviderUnreachable('no answer');
    return answer;
  }
  const given = (reference: string): number =>
    captures
      .filter((one) => one.chargeReference === reference && captured.get(one.key)?.outcome === 'captured')
      .reduce((sum, one) => sum + one.amountMinor, 0);
  const standsFor = (reference: string): number =>
    [...opened.values()].find(({ operation, answer }) => operation === 'authorize' && answer.reference === reference)?.order.amountMinor ??
    0;

  function capture(order: CaptureOrder): CaptureAnswer {
    const known = captured.get(order.key);
    if (known) return known;
    const says = saysToCaptures.shift();
    const isTooHigh = given(order.chargeReference) + order.amountMinor > standsFor(order.chargeReference);
    const isLetGo = voids.some((one) => one.chargeReference === order.chargeReference);
    const refused = says !== undefined && says !== 'lost' ? says : isLetGo ? 'already-voided' : isTooHigh ? 'amount-too-high' : undefined;
    const reference = `capture:${order.key}`;
    const answer: CaptureAnswer = refused ? { outcome: 'declined', reference, reason: refused } : { outcome: 'captured', reference };
    captured.set(order.key, answer);
    captures.push(order);
    if (says === 'lost') throw new ProviderUnreachable('no answer');
    return answer;
  }

  function sendBack(order: RefundOrder): RefundAnswer {
    const known = sentBack.get(order.key);
    if (known) return known;
    const [reference, no] = [`refund:${order.key}`, saysToRefunds.shift()];
    const answer: RefundAnswer = no ? { outcome: 'declined', reference, reason: no } : { outcome: 'refunded', reference };
    sentBack.set(order.key, answer);
    refunds.push(order);
    return answer;
  }

  const provider: PaymentProvider = {
    charge: async (order) => open('charge', order) as ChargeAnswer,
    authorize: async (order) => open('authorize', order) as AuthorizeAnswer,
    capture: async (order) => capture(order),
    async void(order) {
      if (!voids.some(({ key }) => key === order.key)) voids.push(order);
      return { outcome: 'voided', reference: `void:${order.key}` };
    },
    refund: async (order) => sendBack(order),
    async find(key) {
      const known = opened.get(key);
      if (known)
        return { operation: known.operation, amountMinor: known.order.amountMinor, currency: known.order.currency, ...known.answer };
      const [order, answer] = [captures.find((one) => one.key === key), captured.get(key)];
      return order && answer ? { operation: 'capture', amountMinor: order.amountMinor, currency: 'INR', ...answer } : undefined;
    },
    readCard: async (handle) => cardOf(handle)
  };
  const approve = (key: string) => {
    const known = opened.get(key);
    if (known) known.answer = yesTo(known.operation, `bank:${key}`);
  };
  return { provider, charges, authorizations, captures, voids, refunds, saysToCaptures, saysToRefunds, approve };
}

const cardOf = (handle: string): CardSeen | undefined =>
  /^\d{16}$/.test(handle)
    ? { brand: 'Visa', lastFour: handle.slice(-4), fingerprint: `print ${handle.split('').toReversed().join('')}` }
    : undefined;

const yesTo = (operation: Opened['operation'], reference: string): ChargeAnswer | AuthorizeAnswer =>
  operation === 'charge' ? { outcome: 'captured', reference } : { outcome: 'authorized', reference };

function answerTo(operation: Opened['operation'], order: ChargeOrder): ChargeAnswer | AuthorizeAnswer {
  const reference = `bank:${order.key}`;
  if (order.instrument.handle?.startsWith('no')) return { outcome: 'declined', reference, reason: 'bank-said-no' };
  if (order.instrument.handle?.startsWith('step')) return { outcome: 'action-required', reference, actionUrl: `/bank/${order.key}` };
  const card = cardOf(order.instrument.handle ?? '');
  return { ...yesTo(operation, reference), ...(card && { card }) } as ChargeAnswer | AuthorizeAnswer;
}
