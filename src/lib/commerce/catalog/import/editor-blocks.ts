import * as z from 'zod';

const Block = z.object({
  type: z.string(),
  data: z.object({
    text: z.string().optional(),
    level: z.number().optional(),
    style: z.string().optional(),
    items: z.array(z.unknown()).optional()
  })
});
const Blocks = z.object({ blocks: z.array(z.unknown()) });

/** Text of a block editor as HTML. Its paragraphs hold HTML already; blocks that are no text are left out. */
export function htmlOfBlocks(description: unknown): string {
  const read = Blocks.safeParse(typeof description === 'string' ? parsed(description) : description);
  return read.success
    ? read.data.blocks
        .map(htmlOfBlock)
        .filter((html) => html !== '')
        .join('\n')
    : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function htmlOfBlock(block: unknown): string {
  const read = Block.safeParse(block);
  if (!read.success) return '';
  const { type, data } = read.data;
  if (type === 'list') return listHtml(data.style === 'ordered' ? 'ol' : 'ul', data.items ?? []);
  if (!data.text) return '';
  if (type === 'header') return element(`h${Math.min(6, Math.max(2, data.level ?? 2))}`, data.text);
  return element(type === 'quote' ? 'blockquote' : 'p', data.text);
}

const element = (name: string, html: string): string => `<${name}>${html}</${name}>`;

function listHtml(name: string, items: unknown[]): string {
  const texts = items.filter((item): item is string => typeof item === 'string');
  return texts.length === 0 ? '' : element(name, texts.map((text) => element('li', text)).join(''));
}
