import * as z from 'zod';

const bytes = (most: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(most);
const key = {
  id: bytes(1_400),
  rawId: bytes(1_400),
  type: z.literal('public-key'),
  // Extensions are not asked for, so there is nothing to be said about them.
  clientExtensionResults: z.unknown().transform(() => ({}))
};

/** A field that the page's script fills in with what the browser answered, as JSON. */
const answer = <T>(shape: z.ZodType<T>) =>
  z
    .string()
    .max(20_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'no JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);

const Made = z.object({
  ...key,
  response: z.object({
    clientDataJSON: bytes(4_000),
    attestationObject: bytes(12_000),
    transports: z.array(z.string().max(32)).max(8).default([])
  })
});
const Used = z.object({
  ...key,
  response: z.object({ clientDataJSON: bytes(4_000), authenticatorData: bytes(4_000), signature: bytes(4_000), userHandle: bytes(100) })
});

export const MadePasskey = z.object({
  made: answer(Made),
  name: z.string().trim().min(1, 'Type a name for it.').max(120, 'That is too long: 120 characters at most.')
});
export const UsedPasskey = z.object({ used: answer(Used) });
