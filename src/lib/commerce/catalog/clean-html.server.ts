import sanitizeHtml from 'sanitize-html';

const TEXT = ['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'div'];
const LISTS = ['ul', 'ol', 'li', 'dl', 'dt', 'dd'];
const TABLES = ['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];
const WORDS = ['a', 'abbr', 'b', 'cite', 'code', 'em', 'i', 's', 'small', 'span', 'strong', 'sub', 'sup', 'u'];

/**
 * What a description from elsewhere may be when it is shown: text with structure and links, nothing that runs, loads, styles
 * or asks for input. It is kept as it came; this is for the moment of showing.
 *
 * It is cleaned twice: what stood within a drawing or a frame is read by other rules than what stands in the page, and comes
 * out of them as a paragraph within a paragraph. Read once more as the page's own, it is what a browser would make of it.
 */
export function cleanHtml(html: string): string {
  return cleanOnce(cleanOnce(html));
}

function cleanOnce(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...TEXT, ...LISTS, ...TABLES, ...WORDS],
    allowedAttributes: { a: ['href', 'rel'], abbr: ['title'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan', 'scope'] },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowProtocolRelative: false,
    // The page has its own first heading. Where a link leads is not the shop's word.
    transformTags: {
      h1: 'h2',
      a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' })
    },
    disallowedTagsMode: 'discard'
  });
}
