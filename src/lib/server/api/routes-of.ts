import type { Endpoint } from './endpoint.ts';

export type Route = { byMethod: ReadonlyMap<string, Endpoint>; params: Record<string, string> };

type Branch = { next: Map<string, Branch>; any?: { name: string; branch: Branch }; byMethod: Map<string, Endpoint> };

const NAME = /^\{(\w+)\}$/;

/** The paths as a tree, made once: a request costs one look for each of its segments. */
export function routesOf(endpoints: readonly Endpoint[]): { find: (path: string) => Route | undefined } {
  const root = newBranch();
  for (const endpoint of endpoints) {
    const leaf = endpoint.path.slice(1).split('/').reduce(grow, root);
    leaf.byMethod.set(endpoint.method, endpoint);
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
      return branch.byMethod.size === 0 ? undefined : { byMethod: branch.byMethod, params };
    }
  };
}

const newBranch = (): Branch => ({ next: new Map(), byMethod: new Map() });

function grow(branch: Branch, segment: string): Branch {
  const name = NAME.exec(segment)?.[1];
  if (name) {
    branch.any ??= { name, branch: newBranch() };
    // Two names at one place would silently lose the second one's parameter.
    if (branch.any.name !== name) throw new Error(`the API calls one place both ${branch.any.name} and ${name}`);
    return branch.any.branch;
  }
  const next = branch.next.get(segment) ?? newBranch();
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
