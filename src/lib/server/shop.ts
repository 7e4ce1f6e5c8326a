import type { Db } from '#db/client.ts';
import type { OutboxSignal } from '#db/outbox-signal.ts';
import type { OutgoingMail } from '#lib/commerce/mail/mail.ts';
import type { Carrier } from '#lib/commerce/fulfilment/carrier.ts';
import type { Pusher } from '#lib/commerce/notices/push.ts';
import type { PaymentProvider } from '#lib/commerce/payments/payment-provider.ts';
import type { AccessKeys } from './access-keys.ts';
import type { PublicHolidays } from './holidays.ts';
import type { SupportModel } from './support-model.ts';

/** Everything a command may touch besides its actor and its input. Tests make one with a still clock. */
export type Shop = {
  db: Db;
  outbox: OutboxSignal;
  payments: PaymentProvider;
  carrier: Carrier;
  keys: AccessKeys;
  holidays: PublicHolidays;
  /** The public address, for links in mails: never taken from a request. */
  origin: string;
  /** Only for the job that sends what `queueMail` wrote down; undefined where there is no mail server. */
  sendMail: ((mail: OutgoingMail) => Promise<void>) | undefined;
  /** The address whose mails come to us, for answers to ours: `reply-address.ts` puts the key of the talk into it. */
  replyTo: string;
  push: Pusher;
  /** Which model speaks for the assistant; what is allowed does not depend on it. */
  supportModel: SupportModel;
  /** So much each talk may use up in a day of a model of somebody else's. */
  supportTokensADay: number;
  now: () => Date;
  /** A UUIDv7: sorted by time, never a secret. */
  newId: () => string;
  /** Crockford characters from a secure source, for order numbers and codes that people read aloud. */
  newCode: (length: number) => string;
  newDigits: (length: number) => string;
  report: (fault: unknown) => void;
};
