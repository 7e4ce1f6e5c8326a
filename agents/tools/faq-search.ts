import * as z from 'zod';
import type { FaqItem } from '#lib/commerce/support/faq/faq-item.ts';
import { searchFaq } from '#lib/commerce/support/faq/read-faq.server.ts';
import { sourceWords } from '#lib/commerce/support/faq/source-words.ts';
import { Needed } from './arguments.ts';
import { reading, type Ground } from './tool.ts';

const MOST = 3;

export const faqSearchTool = reading({
  name: 'faq_search',
  about:
    'The nearest answers to a general question: how returning, paying and delivery work, what a thing is like, what others asked. `isSure`: the first may be given as it is.',
  args: z.strictObject({ question: Needed(500) }),
  async read(shop, { who }, { question }) {
    const customerId = who.as === 'customer' ? who.customerId : null;
    const { found, isSure } = await searchFaq(shop, { customerId, question, most: MOST });
    const [first] = found;
    const source = first?.item.source;
    return {
      effect: {
        isSure,
        answers: found.map(({ item, score }) => ({
          id: item.id,
          group: item.group,
          question: item.question,
          answer: item.answer,
          source: sourceWords(item.source),
          score: Math.round(score * 1_000) / 1_000
        }))
      },
      rule: isSure && source?.what === 'policy' ? { profile: source.profile, version: source.version, rule: source.rule } : null,
      facts: found.map(({ item }) => groundOf(item))
    };
  }
});

/** What an answer rests on; what a person approved rests on their yes. */
function groundOf({ id, source, approved }: FaqItem): Ground {
  if (approved) return { what: 'faq', id: `faq:${id.replace('entry:', '')}@${approved.version}`, at: approved.at };
  if (source.what === 'policy') return { what: 'policy', id: `policy:${source.profile}@${source.version}`, at: null };
  if (source.what === 'product') return { what: 'product', id: `product:${source.productId}@${source.version}`, at: null };
  return { what: 'faq', id: `faq:${id}`, at: null };
}
