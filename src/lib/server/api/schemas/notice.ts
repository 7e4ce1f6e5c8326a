import * as z from 'zod';
import { GivenTime, Id, OrderKey, Time } from '../schemas.ts';

const Window = z.object({ from: Time, until: Time });

const Notice = z
  .object({
    id: Id,
    orderKey: OrderKey,
    number: z.string(),
    kind: z.enum(['promise', 'choice', 'money', 'return', 'change']),
    title: z.string(),
    words: z.string().meta({ description: 'Why, and what was said before.' }),
    reason: z.string(),
    was: Window.nullable().meta({ description: 'When it was to come before, where the day moved.' }),
    now: Window.nullable(),
    parcelId: Id.nullable(),
    returnId: Id.nullable(),
    undoUntil: Time.nullable().meta({ description: 'Until when the change it tells of can be taken back.' }),
    isAsked: z.boolean().meta({ description: 'Say how it goes on: read the choices of the order.' }),
    mayChange: z.boolean().meta({ description: 'The parcel may still come in another way.' }),
    at: Time,
    readAt: Time.nullable()
  })
  .meta({ id: 'Notice' });

export const Notices = z.object({ notices: z.array(Notice) });
export const NoticePage = z.object({ notices: z.array(Notice), older: Time.nullable() });
export const UpTo = z.strictObject({ upTo: GivenTime.meta({ description: 'When the newest was told that was read.' }) });
