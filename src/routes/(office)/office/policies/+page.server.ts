import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { pastRequests } from '#db/queries/past-requests.ts';
import { pointsTerms } from '#db/queries/loyalty.ts';
import { findPolicy, policySwitches, policyVersions, recentRefusals } from '#db/queries/policies.ts';
import { troublesOf } from '#lib/commerce/loyalty/points-terms.ts';
import { setPointsTerms } from '#lib/commerce/loyalty/set-points-terms.server.ts';
import { policyTroubles } from '#lib/commerce/policies/check-policy.ts';
import { draftPolicy } from '#lib/commerce/policies/draft-policy.server.ts';
import { MOST_PAST_ORDERS } from '#lib/commerce/policies/past-requests.ts';
import { EVERYBODY, type PolicyScope } from '#lib/commerce/policies/policy-scope.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { switchOnPolicy } from '#lib/commerce/policies/switch-on-policy.server.ts';
import { tryPolicy } from '#lib/commerce/policies/try-policy.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atDesk, maySetRules } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp, type HttpRefusal } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import { policyText, termsOf, typedPolicy, type PolicyText } from './policy-form.ts';
import type { Actions, PageServerLoad } from './$types';

const VERSIONS_SHOWN = 30;
const REFUSALS_SHOWN = 50;
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({
  profile: z.string().max(40).optional().catch(undefined),
  version: z.coerce.number().int().min(1).max(2_000_000_000).optional().catch(undefined)
});

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => atDesk(actor));
  const [versions, switches, refusals, points] = await Promise.all([
    policyVersions(shop.db, VERSIONS_SHOWN),
    policySwitches(shop.db),
    recentRefusals(shop.db, REFUSALS_SHOWN),
    pointsTerms(shop.db, MARKET.currency)
  ]);
  const wish = Wish.parse(Object.fromEntries(url.searchParams));
  const asked = wish.profile !== undefined && wish.version !== undefined && (await findPolicy(shop.db, wish.profile, wish.version));
  const shown = asked || versions[0] || { profile: 'standard', version: 1, terms: standardPolicy };
  const inForce = switches.filter(({ profile }) => profile !== null);
  const isInForce = inForce.some(({ profile, version }) => profile === shown.profile && version === shown.version);
  return {
    mayChange: maySetRules(actor),
    shown: { profile: shown.profile, version: shown.version, isInForce },
    text: policyText(shown.terms),
    tried: isInForce ? null : tryPolicy(await pastRequests(shop.db, MOST_PAST_ORDERS), shown),
    inForce,
    seen: switches.map((one) => `${scopeKey(one)}=${one.number}`),
    newest: newestOf(versions, shown.profile, shown.version),
    versions: versions.map(({ profile, version, note, by, madeAt }) => ({ profile, version, note, by, madeAt })),
    refusals,
    points: points ?? null,
    zone: MARKET.timeZone,
    currency: MARKET.currency,
    country: MARKET.country,
    /** Made with the form: the same press twice is one change. */
    key: shop.newId()
  };
};

const newestOf = (versions: readonly { profile: string; version: number }[], profile: string, least: number): number =>
  Math.max(least, ...versions.filter((one) => one.profile === profile).map(({ version }) => version));

const scopeKey = ({ country, channel, customerGroup }: PolicyScope): string =>
  [country, channel, customerGroup].map((one) => one ?? '*').join('/');

const Version = z.coerce.number().int().min(0).max(2_000_000_000);
const Key = z.string().min(1).max(200);
const Name = z.string().trim().min(1).max(40);
const Draft = z.object({ from: Name, fromVersion: Version, basedOn: Version, profile: Name, note: z.string().trim().max(200), key: Key });
const Few = z
  .string()
  .trim()
  .max(40)
  .transform((typed) => (typed === '' ? null : typed));
const Scope = z.object({
  country: Few,
  channel: Few,
  customerGroup: Few,
  seen: z.union([z.string(), z.array(z.string())]).default([]),
  key: Key
});
const SwitchOn = Scope.extend({ profile: Name, version: Version });

const OLD_FORM = 'This form is too old. Load the page again.';
const wordsOf = ({ code, detail, message }: HttpRefusal) => (code === 'invalid' ? detail : message);
type Shown = { text: PolicyText; profile: string; note: string };
type Typed = { errors?: Record<string, string>; shown?: Shown; points?: Record<string, string> };
const no = (status: number, message: string, { errors = {}, shown, points = {} }: Typed = {}) =>
  fail(status, { message, errors, shown: shown ?? null, points });

export const actions: Actions = {
  draft: async ({ request, locals: { shop, actor } }) => {
    const data = await request.formData();
    const form = parseForm(Draft, data);
    if ('problems' in form) return no(400, OLD_FORM);
    const { from, fromVersion, basedOn, profile, note, key } = form.data;
    const base = await findPolicy(shop.db, from, fromVersion);
    if (!base) return no(400, OLD_FORM);
    const text = typedPolicy(data);
    const terms = termsOf(text, base.terms);
    const drafted = await draftPolicy(shop, actor, { profile, basedOn: profile === from ? basedOn : 0, terms, note, key }).catch(
      refusalToHttp
    );
    if ('status' in drafted) {
      const errors = drafted.code === 'invalid' ? policyTroubles(terms) : {};
      return no(drafted.status, wordsOf(drafted), { errors, shown: { text, profile, note } });
    }
    redirect(303, `/office/policies?profile=${profile}&version=${drafted.version}`);
  },

  switchOn: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(SwitchOn, await request.formData());
    if ('problems' in form) return no(400, OLD_FORM);
    const { seen, ...to } = form.data;
    const switched = await switchOnPolicy(shop, actor, { ...to, follows: followed(seen, to) }).catch(refusalToHttp);
    if (switched) return no(switched.status, wordsOf(switched));
    redirect(303, '/office/policies#in-force');
  },

  points: async ({ request, locals: { shop, actor } }) => {
    const data = await request.formData();
    const form = parseForm(Points, data);
    if ('problems' in form) return no(400, OLD_FORM);
    const { pointsVersion: version, ...terms } = form.data;
    const set = await setPointsTerms(shop, actor, { currency: MARKET.currency, version, ...terms }).catch(refusalToHttp);
    if (!('status' in set)) redirect(303, '/office/policies#points-terms');
    const values = Object.fromEntries([...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    return no(set.status, wordsOf(set), { errors: set.code === 'invalid' ? troublesOf(terms) : {}, points: values });
  },

  /** These ones have none of their own any more. */
  end: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Scope, await request.formData());
    if ('problems' in form) return no(400, OLD_FORM);
    const { seen, ...of } = form.data;
    const ended = await switchOnPolicy(shop, actor, { ...of, profile: null, version: null, follows: followed(seen, of) }).catch(
      refusalToHttp
    );
    if (ended) return no(ended.status, wordsOf(ended));
    redirect(303, '/office/policies#in-force');
  }
};

const Points = z.object({
  isOn: z.enum(['on', 'off']).transform((typed) => typed === 'on'),
  pointsPerMajor: z.coerce.number().catch(Number.NaN),
  worthMinor: z.coerce.number().catch(Number.NaN),
  leastPoints: z.coerce.number().catch(Number.NaN),
  pointsVersion: Version
});

/** The number of the switch for the same ones that the page showed. */
function followed(seen: string | string[], scope: PolicyScope): number {
  const key = `${scopeKey({ ...EVERYBODY, ...scope })}=`;
  const found = [seen].flat().find((one) => one.startsWith(key));
  return Number(found?.slice(key.length) ?? 0) || 0;
}
