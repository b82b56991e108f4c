/** Names of things of the recorded system: services, tables, databases. Nothing may depend on them. */
export const LAB_NAMES: readonly string[] = [
  'gateway',
  'catalog',
  'orders',
  'payments',
  'inventory',
  'recommendations',
  'products',
  'reviews',
  'stock',
  'order_items',
  'lab_shop',
  'shop',
  'featured',
];

/**
 * Words for words, from a seed.
 * @param names whole words that are replaced
 * @param keep what must stay of a word, such as what tells a cache from other things; nothing by default
 */
export function dictionary(seed: number, names: readonly string[], keep: (name: string) => string = () => ''): (text: string) => string {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state;
  };
  const words = new Map(names.map((name, i) => [name, `${keep(name)}w${i}${random().toString(36)}`]));
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${[...names].sort((a, b) => b.length - a.length).join('|')})(?![A-Za-z0-9])`, 'g');
  return (text) => text.replace(pattern, (word) => words.get(word) ?? word);
}
