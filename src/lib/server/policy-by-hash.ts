import { createHash } from 'node:crypto';

const SCRIPTS = /<script nonce="([^"]+)">([\s\S]*?)<\/script>/g;
const STYLES = /<style nonce="([^"]+)">([\s\S]*?)<\/style>/g;

/**
 * A page whose policy allows its scripts and styles by a nonce, which may be used once, as one that allows the very same by their
 * hashes: such a page may be sent again. Undefined when it has no nonce, or has it where it cannot be taken from.
 */
export function withPolicyByHash(html: string, policy: string): { html: string; policy: string } | undefined {
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (nonce === undefined) return undefined;
  const bare = html.replaceAll(` nonce="${nonce}"`, '');
  if (bare.includes(nonce)) return undefined;
  const hashes: Record<string, string> = { 'script-src': hashesOf(html, SCRIPTS, nonce), 'style-src': hashesOf(html, STYLES, nonce) };
  const directives = policy.split(';').map((directive) => {
    const [name = ''] = directive.trim().split(' ', 1);
    return directive.replace(` 'nonce-${nonce}'`, hashes[name] ?? '');
  });
  return { html: bare, policy: directives.join(';') };
}

/** Only of what carried the nonce: anything else was not allowed before either. */
function hashesOf(html: string, elements: RegExp, nonce: string): string {
  return [...html.matchAll(elements)]
    .filter(([, own]) => own === nonce)
    .map(([, , text = '']) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join('');
}
