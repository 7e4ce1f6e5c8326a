import type { CartEvent } from './cart/cart.events.ts';
import type { ChangeEvent } from './order-change/change.events.ts';
import type { ConsentEvent } from './customers/consent.events.ts';
import type { ExchangeEvent } from './returns/exchange/exchange.events.ts';
import type { FaqEvent } from './support/faq/faq.events.ts';
import type { FulfilmentEvent } from './fulfilment/fulfilment.events.ts';
import type { HandOverEvent } from './hand-over/hand-over.events.ts';
import type { ImportEvent } from './imports/import.events.ts';
import type { LoyaltyEvent } from './loyalty/loyalty.events.ts';
import type { MailEvent } from './mail/mail.events.ts';
import type { NodeEvent } from './stores/node.events.ts';
import type { NoticeEvent } from './notices/notice.events.ts';
import type { QueueEvent } from './stock/queue.events.ts';
import type { RuleEvent } from './fulfilment/rules/rule.events.ts';
import type { PolicyEvent } from './policies/policy.events.ts';
import type { OrderEvent } from './orders/order.events.ts';
import type { PaymentEvent } from './payments/payment.events.ts';
import type { ReceiptEvent } from './returns/receipt-search.ts';
import type { ReturnEvent } from './returns/return.events.ts';
import type { StaffEvent } from './staff/staff.events.ts';
import type { SupportEvent } from './support/support.events.ts';
import type { StockEvent } from './stock/stock.events.ts';

/** Everything that can have happened in the shop. */
export type CommerceEvent =
  | CartEvent
  | ChangeEvent
  | ConsentEvent
  | ExchangeEvent
  | FaqEvent
  | FulfilmentEvent
  | HandOverEvent
  | ImportEvent
  | LoyaltyEvent
  | MailEvent
  | NodeEvent
  | NoticeEvent
  | OrderEvent
  | PaymentEvent
  | PolicyEvent
  | QueueEvent
  | ReceiptEvent
  | ReturnEvent
  | RuleEvent
  | StaffEvent
  | StockEvent
  | SupportEvent;
