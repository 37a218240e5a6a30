/** One input of a layer's call: the layer it comes from, which of that layer's calls, which output of that call, and options. */
type Source = readonly [name: string, call: number, answer: number, options: object];
type Layer = { readonly class_name: string; readonly name: string; readonly inbound_nodes: readonly (readonly Source[])[] };
type Model = { readonly modelTopology: { readonly model_config: { readonly config: { layers: readonly Layer[] } } } };

/**
 * The layers that mirror-xception adds to compact-xception (scripts/train/mirror.py). With one side only, each passes on its first input.
 */
const OF_TWO_SIDES: ReadonlySet<string> = new Set(['Mirror', 'Meeting', 'Average']);

/**
 * Changes a TensorFlow.js layers model (its model.json) so that it does not look at the mirror image: the same layers and weights at half
 * the arithmetic. Its answers are useless; only their cost counts. A model that does not look at the mirror image stays as it is.
 */
export function oneSided(topology: Uint8Array): Uint8Array {
  const model: Model = JSON.parse(Buffer.from(topology).toString('utf8'));
  const { config } = model.modelTopology.model_config;
  const skipped = new Map(config.layers.filter(isOfTwoSides).map(({ name, inbound_nodes }) => [name, inbound_nodes[0]?.[0]?.[0]]));
  const sourceOf = (name: string): string => {
    const before = skipped.get(name);
    return before === undefined ? name : sourceOf(before);
  };
  const once = ([call]: Layer['inbound_nodes']): Layer['inbound_nodes'] => (call ? [call.map(([name]) => [sourceOf(name), 0, 0, {}])] : []);
  config.layers = config.layers
    .filter((layer) => !isOfTwoSides(layer))
    .map((layer) => ({ ...layer, inbound_nodes: once(layer.inbound_nodes) }));
  return Buffer.from(JSON.stringify(model));
}

const isOfTwoSides = ({ class_name }: Layer): boolean => OF_TWO_SIDES.has(class_name);
