import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { networkNodes } from '#db/queries/delivery.ts';
import { findRuleSet, rulesInForce, ruleSetVersions } from '#db/queries/sourcing-rules.ts';
import { draftSourcingRules } from '#lib/commerce/fulfilment/rules/draft-sourcing-rules.server.ts';
import { conditionText } from '#lib/commerce/fulfilment/rules/rule-words.ts';
import { NO_RULES, type RuleSet } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import { switchOnSourcingRules } from '#lib/commerce/fulfilment/rules/switch-on-sourcing-rules.server.ts';
import { atDesk, maySetRules } from '#lib/commerce/stores/staff-policy.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp, type HttpRefusal } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import { effectText, fieldChoices, knownValues, ruleText, typedRule, typedText, type RuleText } from './rule-form.ts';
import { namer, tryRules } from './try-rules.ts';
import type { Actions, PageServerLoad } from './$types';

const VERSIONS_SHOWN = 20;
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({ rule: z.coerce.number().int().min(0).max(99).optional().catch(undefined) });

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => atDesk(actor));
  const [versions, inForce = NO_RULES, nodes] = await Promise.all([
    ruleSetVersions(shop.db, VERSIONS_SHOWN),
    rulesInForce(shop.db),
    networkNodes(shop.db)
  ]);
  const newest: RuleSet = versions[0] ?? NO_RULES;
  const places = nodes.map(({ id, name }) => ({ id, name }));
  const { rule: changed } = Wish.parse(Object.fromEntries(url.searchParams));
  const isDraft = newest.version > inForce.version;
  return {
    mayChange: maySetRules(actor),
    inForce: inForce.version,
    newest: newest.version,
    rules: newest.rules.map((rule) => ({
      name: rule.name,
      effect: effectText(rule),
      when: rule.when.map((one) => conditionText(one, namer(places)))
    })),
    tried: isDraft ? await tryRules(shop, { inForce, draft: newest, nodes }) : null,
    form: {
      ...ruleText(changed === undefined ? undefined : newest.rules[changed], places),
      place: newest.rules[changed ?? -1] ? changed : undefined
    },
    choices: { fields: fieldChoices, values: knownValues(places) },
    versions: versions.map(({ rules, ...version }) => ({ ...version, rules: rules.length })),
    zone: MARKET.timeZone,
    currency: MARKET.currency,
    /** Made with the form: the same press twice is one change. */
    key: shop.newId()
  };
};

const Version = z.coerce.number().int().min(0).max(2_000_000_000);
const Key = z.string().min(1).max(200);
const Head = z.object({ basedOn: Version, key: Key });
const Placed = Head.extend({ place: z.coerce.number().int().min(0).max(99) });
const Kept = Head.extend({ place: z.preprocess((typed) => (typed === '' ? undefined : typed), Placed.shape.place.optional()) });
const TakeBack = Head.extend({ version: Version });
const SwitchOn = z.object({ version: Version, inForce: Version, key: Key });

const OLD_FORM = 'This form is too old. Load the page again.';
/** What is wrong with rules is told by the rules themselves. */
const wordsOf = ({ code, detail, message }: HttpRefusal) => (code === 'invalid' || code === 'not-allowed' ? detail : message);
const no = (status: number, message: string, shown: RuleText | null = null) => fail(status, { message, shown });

type Change = { basedOn: number; rules: unknown[]; note: string; key: string };

/** Another version of all rules; the page shows what it would do. */
async function draftAnew({ shop, actor }: App.Locals, change: Change, shown: RuleText | null = null) {
  const drafted = await draftSourcingRules(shop, actor, change).catch(refusalToHttp);
  if ('status' in drafted) return no(drafted.status, wordsOf(drafted), shown);
  redirect(303, '/office/rules');
}

const rulesOf = async ({ db }: App.Locals['shop'], version: number) => (await findRuleSet(db, version))?.rules ?? [];

export const actions: Actions = {
  keep: async ({ request, locals }) => {
    const data = await request.formData();
    const form = parseForm(Kept, data);
    if ('problems' in form) return no(400, OLD_FORM);
    const { basedOn, key, place } = form.data;
    const [rules, places] = await Promise.all([rulesOf(locals.shop, basedOn), networkNodes(locals.shop.db)]);
    const rule = typedRule(data, places);
    const isNew = place === undefined || place >= rules.length;
    const shown = typedText(data);
    const change = { basedOn, key, rules: isNew ? [...rules, rule] : rules.with(place, rule as never) };
    return draftAnew(locals, { ...change, note: `${isNew ? 'Added' : 'Changed'} “${shown.name.slice(0, 100)}”` }, shown);
  },

  remove: async ({ request, locals }) => {
    const form = parseForm(Placed, await request.formData());
    if ('problems' in form) return no(400, OLD_FORM);
    const { basedOn, key, place } = form.data;
    const rules = await rulesOf(locals.shop, basedOn);
    const gone = rules[place];
    return gone
      ? draftAnew(locals, { basedOn, key, rules: rules.toSpliced(place, 1), note: `Took out “${gone.name}”` })
      : no(400, OLD_FORM);
  },

  takeBack: async ({ request, locals }) => {
    const form = parseForm(TakeBack, await request.formData());
    if ('problems' in form) return no(400, OLD_FORM);
    const { basedOn, key, version } = form.data;
    const note = version === NO_RULES.version ? 'No rules, as at first' : `As version ${version}`;
    return draftAnew(locals, { basedOn, key, rules: [...(await rulesOf(locals.shop, version))], note });
  },

  switchOn: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(SwitchOn, await request.formData());
    if ('problems' in form) return no(400, OLD_FORM);
    const switched = await switchOnSourcingRules(shop, actor, form.data).catch(refusalToHttp);
    if ('status' in switched) return no(switched.status, wordsOf(switched));
    redirect(303, '/office/rules');
  }
};
