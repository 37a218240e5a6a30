/** What rolldown tells of a module while it divides the page into files. */
type Graph = { readonly getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null };

/**
 * The two halves of the page, each one file: `page` with every module that the first view needs, which is what `main.tsx` imports without
 * `import()`, and `later` with what follows it. Left alone, the modules that other views share with a half would be files of their own,
 * and a request each. What both halves need is part of the first.
 */
export const HALVES = [half('page', /\/(?:index\.html|main\.tsx)$/, 2), half('later', /\/src\/later\/later\.ts$/, 1)];

function half(name: string, start: RegExp, priority: number) {
  return { priority, name: (id: string, graph: Graph): string | null => (isReachedFrom(start, id, graph, new Set()) ? name : null) };
}

function isReachedFrom(start: RegExp, id: string, graph: Graph, seen: Set<string>): boolean {
  if (start.test(id)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (graph.getModuleInfo(id)?.importers ?? []).some((importer) => isReachedFrom(start, importer, graph, seen));
}
