import type {
  ProductTable,
  VariantTable,
  PriceTable,
  ProductImageTable,
  ListingTable,
  ImportRunTable,
  ExternalRefTable,
  PostcodeTable
} from './schema/catalogue.ts';
import type { NoticeTable, ParcelChoiceTable } from './schema/choices.ts';
import type { FaqEntryMessageTable, FaqEntryTable } from './schema/faq.ts';
import type { ImportFileTable, ImportPieceTable } from './schema/imports.ts';
import type { KeptRateTable, LaneTimeTable, UnplacedPostcodeTable } from './schema/lanes.ts';
import type { LoyaltyAccountTable, LoyaltyEntryTable, LoyaltyOrderTable, LoyaltyTermsTable } from './schema/loyalty.ts';
import type { OrderCreditTable, RefundTable, StoredValueEntryTable, StoredValueTable } from './schema/money.ts';
import type { PasskeyChallengeTable, PasskeyTable } from './schema/passkeys.ts';
import type { OrderChangeTable } from './schema/order-changes.ts';
import type { PolicyProfileTable, PolicyRefusalTable, PolicySwitchTable } from './schema/policies.ts';
import type { PushMessageTable, PushSubscriptionTable } from './schema/push.ts';
import type {
  ReturnCaseTable,
  FitCountTable,
  ReceiptSearchTable,
  UnprovenReturnTable,
  ReturnIssueTable,
  ReturnLineTable,
  ReturnPhotoTable,
  ReturnPickupTable,
  ReturnScanTable,
  ReturnShipmentTable,
  ReturnUnitTable
} from './schema/returns.ts';
import type { SourcingRuleSetTable, SourcingSwitchTable } from './schema/sourcing-rules.ts';
import type {
  NodeTable,
  StockLevelTable,
  StockMovementTable,
  HoldTable,
  StockAlertTable,
  QueuePlaceTable,
  TransferTable,
  TransferLineTable
} from './schema/stock.ts';
import type {
  CartGrantTable,
  CartMergeTable,
  CartOperationTable,
  CartPresenceTable,
  CartSavedTable,
  HandOverTable
} from './schema/carts.ts';
import type {
  CartTable,
  CartLineTable,
  OrderTable,
  OrderLineTable,
  PaymentTable,
  PaymentTransactionTable,
  TillSaleTable
} from './schema/orders.ts';
import type {
  FulfilmentOrderTable,
  FulfilmentLineTable,
  AllocationTable,
  CarrierLabelTable,
  ShipmentTable,
  ParcelWishTable,
  StrayScanTable,
  TrackingEventTable,
  PromiseTable
} from './schema/fulfilment.ts';
import type { EventTable, OutboxTable, LeaseTable, IdempotencyTable, WebhookInboxTable, RateBucketTable } from './schema/events.ts';
import type {
  FailingModelTable,
  PendingActionTable,
  SupportAnswerTable,
  SupportAuditTable,
  SupportTermsTable,
  SupportMessageTable,
  SupportNoteTable,
  SupportThreadTable,
  SupportTicketTable,
  SupportTurnTable,
  SupportUsageTable
} from './schema/support.ts';
import type {
  AppUserTable,
  CustomerAddressTable,
  CustomerConsentTable,
  KioskTable,
  MailTable,
  OneTimeSecretTable,
  RefusedSignInTable,
  StaffDeviceTable,
  UserSessionTable
} from './schema/people.ts';

/** The tables as the migrations make them; `tests/integration/schema.test.ts` holds both together. */
export type Schema = {
  product: ProductTable;
  variant: VariantTable;
  price: PriceTable;
  product_image: ProductImageTable;
  listing: ListingTable;
  import_run: ImportRunTable;
  import_file: ImportFileTable;
  import_piece: ImportPieceTable;
  external_ref: ExternalRefTable;
  postcode: PostcodeTable;
  node: NodeTable;
  stock_level: StockLevelTable;
  stock_movement: StockMovementTable;
  stock_alert: StockAlertTable;
  queue_place: QueuePlaceTable;
  transfer: TransferTable;
  transfer_line: TransferLineTable;
  hold: HoldTable;
  cart: CartTable;
  cart_line: CartLineTable;
  cart_operation: CartOperationTable;
  cart_saved: CartSavedTable;
  cart_grant: CartGrantTable;
  cart_merge: CartMergeTable;
  cart_presence: CartPresenceTable;
  hand_over: HandOverTable;
  orders: OrderTable;
  order_line: OrderLineTable;
  till_sale: TillSaleTable;
  payment: PaymentTable;
  payment_transaction: PaymentTransactionTable;
  fulfilment_order: FulfilmentOrderTable;
  fulfilment_line: FulfilmentLineTable;
  allocation: AllocationTable;
  shipment: ShipmentTable;
  carrier_label: CarrierLabelTable;
  stray_scan: StrayScanTable;
  parcel_wish: ParcelWishTable;
  tracking_event: TrackingEventTable;
  promise: PromiseTable;
  lane_time: LaneTimeTable;
  kept_rate: KeptRateTable;
  fit_count: FitCountTable;
  unplaced_postcode: UnplacedPostcodeTable;
  parcel_choice: ParcelChoiceTable;
  order_credit: OrderCreditTable;
  refund: RefundTable;
  return_case: ReturnCaseTable;
  return_line: ReturnLineTable;
  return_unit: ReturnUnitTable;
  return_shipment: ReturnShipmentTable;
  return_scan: ReturnScanTable;
  return_photo: ReturnPhotoTable;
  return_pickup: ReturnPickupTable;
  return_issue: ReturnIssueTable;
  receipt_search: ReceiptSearchTable;
  unproven_return: UnprovenReturnTable;
  stored_value: StoredValueTable;
  stored_value_entry: StoredValueEntryTable;
  loyalty_terms: LoyaltyTermsTable;
  loyalty_account: LoyaltyAccountTable;
  loyalty_order: LoyaltyOrderTable;
  loyalty_entry: LoyaltyEntryTable;
  notice: NoticeTable;
  push_subscription: PushSubscriptionTable;
  push_message: PushMessageTable;
  sourcing_rule_set: SourcingRuleSetTable;
  sourcing_switch: SourcingSwitchTable;
  order_change: OrderChangeTable;
  policy_profile: PolicyProfileTable;
  policy_switch: PolicySwitchTable;
  policy_refusal: PolicyRefusalTable;
  faq_entry: FaqEntryTable;
  faq_entry_message: FaqEntryMessageTable;
  support_thread: SupportThreadTable;
  support_message: SupportMessageTable;
  support_ticket: SupportTicketTable;
  support_audit: SupportAuditTable;
  support_turn: SupportTurnTable;
  support_usage: SupportUsageTable;
  failing_model: FailingModelTable;
  support_terms: SupportTermsTable;
  support_note: SupportNoteTable;
  support_answer: SupportAnswerTable;
  pending_action: PendingActionTable;
  event: EventTable;
  outbox: OutboxTable;
  lease: LeaseTable;
  idempotency: IdempotencyTable;
  webhook_inbox: WebhookInboxTable;
  rate_bucket: RateBucketTable;
  app_user: AppUserTable;
  user_session: UserSessionTable;
  staff_device: StaffDeviceTable;
  kiosk: KioskTable;
  refused_sign_in: RefusedSignInTable;
  mail: MailTable;
  one_time_secret: OneTimeSecretTable;
  customer_address: CustomerAddressTable;
  customer_consent: CustomerConsentTable;
  passkey: PasskeyTable;
  passkey_challenge: PasskeyChallengeTable;
};
