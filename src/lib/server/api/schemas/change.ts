import * as z from 'zod';
import { orderChangeStates } from '#lib/commerce/order-change/order-change.machine.ts';
import { Wish } from '#lib/commerce/order-change/wish-schema.ts';
import { cancelReasons, policyCodes, waysOpen } from '#lib/commerce/policies/policy.ts';
import { PointsEffect } from './points.ts';
import { Id, Minor, NodeId, Time, Units } from '../schemas.ts';

const Kind = z.enum(['cancel', 'address', 'swap', 'payment', 'note']);
const HowBack = z.enum(['taken-off', 'bank', 'by-hand', 'gift-card', 'store-credit']);

const Thing = z.object({ title: z.string(), options: z.array(z.string()), units: Units });
const ShelfUnits = z
  .object({ variantId: Id, title: z.string(), units: Units, nodeId: NodeId, nodeName: z.string() })
  .meta({ id: 'ShelfUnits' });

const ChangeEffect = z
  .object({
    kind: Kind,
    of: z.array(Thing),
    instead: z.array(Thing),
    goodsMinor: z.number().int().meta({ description: 'What the things are worth; negative when what comes instead costs less.' }),
    deliveryMinor: Minor,
    back: z.array(z.object({ how: HowBack, amountMinor: Minor })),
    more: z
      .object({ amountMinor: Minor, how: z.enum(['now', 'when-handed-over']) })
      .nullable()
      .meta({
        description: 'What is to be paid on top. `now`: pay it with POST …/changes/{changeId}/payments; until then nothing is changed.'
      }),
    freed: z.array(ShelfUnits),
    taken: z.array(ShelfUnits),
    dates: z.array(z.object({ parcelId: Id, was: Time.nullable(), is: Time.nullable() })),
    isEnd: z.boolean().meta({ description: 'Nothing of the order is left.' }),
    isUndoable: z.boolean(),
    points: PointsEffect.optional()
  })
  .meta({ id: 'ChangeEffect', description: 'Exactly what a change does, to the unit and the minor unit.' });

const Change = z
  .object({
    id: Id,
    kind: Kind,
    state: z.enum(orderChangeStates),
    effect: ChangeEffect,
    by: z.enum(['shopper', 'shop']),
    at: Time,
    undoUntil: Time.nullable()
  })
  .meta({ id: 'Change' });

export const Changes = z.object({
  changes: z.array(Change).meta({ description: 'Oldest first.' }),
  lines: z
    .array(
      z.object({
        orderLineId: Id,
        title: z.string(),
        options: z.array(z.string()),
        units: Units,
        cancellable: Units.meta({ description: 'How many of them may be called off at most.' }),
        swappable: Units
      })
    )
    .meta({ description: 'What is still to come.' }),
  choices: z
    .array(z.object({ orderLineId: Id, variantId: Id, options: z.array(z.string()), priceMinor: Minor }))
    .meta({ description: 'What it can be changed for, of which there is some where it is sent from.' }),
  reasons: z.array(z.enum(cancelReasons)),
  closed: z
    .array(z.object({ kind: Kind, code: z.enum(policyCodes), open: z.array(z.enum(waysOpen)) }))
    .meta({ description: 'Kinds of change of which nothing is possible any more: why, and what is open instead.' })
});

export const Previewed = z.object({
  effect: ChangeEffect,
  seal: z.string().meta({ description: 'Of this effect. Sent with the change, so that nothing else is done than was shown.' })
});
export const MakeChange = z.strictObject({ change: Wish, seal: z.string().min(1).max(64) });
export const ChangeMade = z.object({
  changeId: Id,
  toPay: z.boolean().meta({ description: 'It costs more, and is made when that is paid.' })
});
export const ChangeUndone = z.object({ changeId: Id });
