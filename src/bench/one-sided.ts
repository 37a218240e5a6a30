/** What one call of a layer takes: the name of a layer, which of its calls is meant, which of that call's answers, and options. */
type Source = readonly [name: string, call: number, answer: number, options: object];
type Layer = { readonly class_name: string; readonly name: string; readonly inbound_nodes: readonly (readonly Source[])[] };
type Model = { readonly modelTopology: { readonly model_config: { readonly config: { readonly layers: readonly Layer[] } } } };

/** What mirror-xception adds to compact-xception (scripts/train/mirror.py); each hands on its first source where there is one side only. */
const OF_TWO_SIDES: ReadonlySet<string> = new Set(['Mirror', 'Meeting', 'Average']);

/**
 * A TensorFlow.js layers model (its model.json) that does not look at the mirror image: the same layers and weights at half the arithmetic.
 * Its answers are worth nothing; what they cost is. A model that never looked at it stays as it is.
 */
export function oneSided(topology: Uint8Array): Uint8Array {
  const model: Model = JSON.parse(Buffer.from(topology).toString('utf8'));
  const { layers } = model.modelTopology.model_config.config;
  const stays = layers.filter(({ class_name }) => !OF_TWO_SIDES.has(class_name));
  const sources = new Map(
    layers.filter((layer) => !stays.includes(layer)).map(({ name, inbound_nodes }) => [name, inbound_nodes[0]?.[0]?.[0] ?? '']),
  );
  const sourceOf = (name: string): string => {
    const before = sources.get(name);
    return before === undefined ? name : sourceOf(before);
  };
  const once = stays.map((layer) => ({
    ...layer,
    inbound_nodes: layer.inbound_nodes.slice(0, 1).map((call) => call.map(([name]) => [sourceOf(name), 0, 0, {}] as const)),
  }));
  const { modelTopology } = model;
  const config = { ...modelTopology.model_config.config, layers: once };
  const leaner = { ...model, modelTopology: { ...modelTopology, model_config: { ...modelTopology.model_config, config } } };
  return Buffer.from(JSON.stringify(leaner));
}
