/** What rolldown tells of a module while it divides the page into files. */
type Graph = { readonly getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null };

const START = /\/(?:index\.html|main\.tsx)$/;

/**
 * `page` for a module that the first view needs, which is everything that `main.tsx` imports without `import()`. Such modules are one file;
 * left alone, those that other views share with it would be files of their own, and a request each.
 */
export const firstView = (id: string, graph: Graph): 'page' | null => (isFirst(id, graph, new Set()) ? 'page' : null);

function isFirst(id: string, graph: Graph, seen: Set<string>): boolean {
  if (START.test(id)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (graph.getModuleInfo(id)?.importers ?? []).some((importer) => isFirst(importer, graph, seen));
}
