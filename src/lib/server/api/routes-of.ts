import type { Endpoint, Method } from './endpoint.ts';

export type Route = { byMethod: Partial<Record<Method, Endpoint>>; params: Record<string, string> };

type Branch = { next: Map<string, Branch>; any?: { name: string; branch: Branch }; byMethod?: Partial<Record<Method, Endpoint>> };

/** The paths as a tree, made once: a request costs one look for each of its segments. */
export function routesOf(endpoints: readonly Endpoint[]): { find: (path: string) => Route | undefined } {
  const root: Branch = { next: new Map() };
  for (const endpoint of endpoints) {
    const leaf = endpoint.path.slice(1).split('/').reduce(grow, root);
    leaf.byMethod = { ...leaf.byMethod, [endpoint.method]: endpoint };
  }
  return {
    find(path) {
      const params: Record<string, string> = {};
      let branch: Branch | undefined = root;
      for (const segment of path.slice(1).split('/')) {
        const exact: Branch | undefined = branch.next.get(segment);
        if (!exact && branch.any) params[branch.any.name] = decoded(segment);
        branch = exact ?? branch.any?.branch;
        if (!branch) return undefined;
      }
      return branch.byMethod && { byMethod: branch.byMethod, params };
    }
  };
}

function grow(branch: Branch, segment: string): Branch {
  const name = /^\{(\w+)\}$/.exec(segment)?.[1];
  if (name) return (branch.any ??= { name, branch: { next: new Map() } }).branch;
  const next = branch.next.get(segment) ?? { next: new Map() };
  branch.next.set(segment, next);
  return next;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
