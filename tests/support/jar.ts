type Options = { path: string; httpOnly?: boolean; secure?: boolean; sameSite?: string | boolean; maxAge?: number };

/** A browser's cookies, as the pages set them; what has run out is gone. */
export function aJar(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first));
  const seen: { name: string; value: string; options: Options }[] = [];
  return {
    seen,
    get: (name: string) => kept.get(name),
    set(name: string, value: string, options: Options) {
      seen.push({ name, value, options });
      if (options.maxAge === 0) kept.delete(name);
      else kept.set(name, value);
    },
    header: () => [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
  };
}
