import * as z from 'zod';
import { orderLifeStates } from '#lib/commerce/orders/order-life.machine.ts';
import { Currency, Id, Minor, OrderKey, Time } from '../schemas.ts';
import { Address } from './cart.ts';

export const Email = z.email('give an e-mail address, as in rhea@example.com').max(254);
export const Password = z.string().min(1, 'give a password').max(200);
export const Name = z.string().trim().min(1, 'give a name').max(120);
export const Phone = z
  .string()
  .trim()
  .regex(/^(\+?[\d\s-]{7,20})?$/, 'give a phone number of 7 to 20 digits, or nothing');
export const DeviceSecret = z
  .string()
  .regex(/^[\w-]{22,64}$/, 'give 22 to 64 letters, digits, - or _')
  .meta({ description: 'A random secret that this device makes once and keeps: what is mailed works together with it.' });
/** As it stands in the link that was mailed, behind its last slash. */
export const MailedSecret = z.string().regex(/^\w{20,64}$/);

export const Session = z
  .object({
    token: z.string().meta({ description: 'Send it as `Authorization: Bearer …`. It is shown this once.' }),
    customerId: Id
  })
  .meta({ id: 'Session' });

export const Account = z
  .object({ customerId: Id, email: z.string(), name: z.string(), phone: z.string(), hasPassword: z.boolean(), madeAt: Time })
  .meta({ id: 'Account' });

export const Device = z
  .object({
    name: z.string().meta({ description: 'The public name of a session; it opens nothing.' }),
    label: z.string(),
    since: Time,
    lastSeen: Time,
    isHere: z.boolean()
  })
  .meta({ id: 'Device' });

export const KeptAddress = z.object({ addressId: Id, address: Address, isDefault: z.boolean() }).meta({ id: 'KeptAddress' });

export const OwnOrder = z
  .object({
    orderKey: OrderKey,
    number: z.string(),
    life: z.enum(orderLifeStates),
    currency: Currency,
    totalMinor: Minor,
    placedAt: Time,
    what: z.string().meta({ description: 'Quantities and titles, to be read.' })
  })
  .meta({ id: 'OwnOrder' });

const part = z.unknown();
export const OwnData = z
  .object({
    account: part,
    addresses: part,
    devices: part,
    passkeys: part,
    carts: part,
    orders: part,
    mails: part,
    notices: part,
    toldOn: part,
    waitsFor: part,
    talks: part,
    points: part,
    lookUps: part
  })
  .meta({ id: 'OwnData' });
