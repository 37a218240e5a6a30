/** What rolldown tells of a module while it divides the page into files. */
type Graph = { readonly getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null };

/** The two halves of the page, each by the module that it begins with. What both need is part of the first. */
const HALVES = [
  ['page', /\/(?:index\.html|main\.tsx)$/],
  ['later', /\/src\/later\/later\.ts$/],
] as const;

/**
 * `page` for a module that the first view needs, which is everything that `main.tsx` imports without `import()`, and `later` for one that
 * follows it. Each half is one file; left alone, the modules that other views share with it would be files of their own, and a request each.
 */
export const halfOf = (id: string, graph: Graph): string | null =>
  HALVES.find(([, start]) => isReachedFrom(start, id, graph, new Set()))?.[0] ?? null;

function isReachedFrom(start: RegExp, id: string, graph: Graph, seen: Set<string>): boolean {
  if (start.test(id)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (graph.getModuleInfo(id)?.importers ?? []).some((importer) => isReachedFrom(start, importer, graph, seen));
}
