import type { FulfilmentEvent } from '../fulfilment/fulfilment.events.ts';
import type { ChangeEvent } from '../order-change/change.events.ts';
import type { PaymentEvent } from '../payments/payment.events.ts';
import type { ExchangeEvent } from '../returns/exchange/exchange.events.ts';
import type { ReturnEvent } from '../returns/return.events.ts';
import { orderTopic, type OrderEvent } from './order.events.ts';

type OrderStreamEvent = ChangeEvent | ExchangeEvent | FulfilmentEvent | OrderEvent | PaymentEvent | ReturnEvent;
type Body<Event> = Event extends OrderStreamEvent ? Omit<Event, 'topic' | 'version' | 'orderId'> : never;

/** Numbers the events of one order onwards from its stored version; `version` is what the row must then be set to. */
export function orderStream(order: { id: string; version: number }) {
  let { version } = order;
  return {
    next(body: Body<OrderStreamEvent>): OrderStreamEvent {
      version += 1;
      return { ...body, topic: orderTopic(order.id), orderId: order.id, version } as OrderStreamEvent;
    },
    get version() {
      return version;
    }
  };
}

export type OrderStream = ReturnType<typeof orderStream>;
