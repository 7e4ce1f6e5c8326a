import { faqGroups, type FaqGroup, type FaqItem } from '#lib/commerce/support/faq/faq-item.ts';
import { readFaq, searchFaq } from '#lib/commerce/support/faq/read-faq.server.ts';
import { askedWords, sourceWords } from '#lib/commerce/support/faq/source-words.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { dateText } from '#lib/ui/when.ts';
import type { PageServerLoad } from './$types';

const LONGEST = 200;
const MOST = 8;

/** What is asked often, by what it is about; or what is nearest to `q`. What a policy says is that of whoever is signed in. */
export const load: PageServerLoad = async ({ url, locals: { shop, actor } }) => {
  const customerId = actor.role === 'shopper' ? (actor.customerId ?? null) : null;
  const asked = (url.searchParams.get('q') ?? '').replaceAll('\0', '').trim().slice(0, LONGEST);
  if (asked !== '') {
    const { found, isSure } = await searchFaq(shop, { customerId, question: asked, most: MOST });
    return { asked, isSure, found: found.map(({ item }) => shown(item)), groups: NO_GROUPS };
  }
  const items = await readFaq(shop, { customerId, about: '' });
  const groups = faqGroups
    .map((group) => ({ group, items: items.filter((item) => item.group === group).map(shown) }))
    .filter((one) => one.items.length > 0);
  return { asked, isSure: false, found: NOTHING, groups };
};

type Shown = { id: string; question: string; answer: string; source: string };
const NOTHING: Shown[] = [];
const NO_GROUPS: { group: FaqGroup; items: Shown[] }[] = [];

function shown({ id, question, answer, source, approved }: FaqItem): Shown {
  const yes = approved ? [askedWords(approved.asked), `approved on ${dateText(approved.at, MARKET.timeZone)}`] : [];
  return { id, question, answer, source: [sourceWords(source), ...yes].filter((part) => part !== '').join(' · ') };
}
