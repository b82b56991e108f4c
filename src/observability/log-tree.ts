import { PARAMETER } from './log-masks.js';

/** Lines of the same words, save for parameters. */
export interface LogCluster {
  /** Constant words and `<*>`. */
  words: string[];
}

/** Share of equal words from which on a line belongs to a cluster (Drain: 0.4). */
const SIMILARITY = 0.4;
/** Levels of the tree: the root, the number of words, and this many first words (Drain: depth 4). */
const FIRST_WORDS = 2;
/** Children of a node; further words go the way of a parameter (Drain: 100). */
const MAX_CHILDREN = 100;
/** Clusters of a tree; further lines that are like none go into one. */
const MAX_CLUSTERS = 2000;
/** Words that are compared; what follows is a parameter. */
const MAX_WORDS = 120;

interface Node {
  children: Map<string, Node>;
  clusters: LogCluster[];
}

/**
 * Fixed-depth tree that sorts lines into clusters online, after Drain: P. He, J. Zhu, Z. Zheng, M. R. Lyu, "Drain: An Online Log Parsing
 * Approach with Fixed Depth Tree", ICWS 2017. Lines of one cluster have the same number of words; the first words lead the way down.
 */
export class LogTree {
  readonly #lengths = new Map<number, Node>();
  #size = 0;
  readonly #rest: LogCluster = { words: ['(other', 'lines)'] };

  /** Cluster of a line, made if it is like none; its differing words become parameters. @param line words with parameters masked */
  add(line: readonly string[]): LogCluster {
    const words = line.length > MAX_WORDS ? [...line.slice(0, MAX_WORDS), PARAMETER] : line;
    const leaf = this.#leaf(words);
    let best: LogCluster | null = null;
    let score = -1;
    let parameters = -1;
    for (const cluster of leaf.clusters) {
      let equal = 0;
      let wild = 0;
      for (let i = 0; i < words.length; i++) {
        const word = cluster.words[i] as string;
        if (word === PARAMETER) wild++;
        else if (word === words[i]) equal++;
      }
      const similarity = words.length === 0 ? 1 : equal / words.length;
      if (similarity > score || (similarity === score && wild > parameters)) {
        best = cluster;
        score = similarity;
        parameters = wild;
      }
    }
    // A line all of parameters equals nothing by the count above, yet is the same as its like.
    const enough =
      score >= SIMILARITY || (best !== null && words.every((word, i) => word === best.words[i] || best.words[i] === PARAMETER));
    if (best !== null && enough) {
      for (let i = 0; i < words.length; i++) if (best.words[i] !== words[i]) best.words[i] = PARAMETER;
      return best;
    }
    if (this.#size >= MAX_CLUSTERS) return this.#rest;
    const made = { words: [...words] };
    leaf.clusters.push(made);
    this.#size++;
    return made;
  }

  #leaf(words: readonly string[]): Node {
    let node = this.#lengths.get(words.length);
    if (node === undefined) {
      node = { children: new Map(), clusters: [] };
      this.#lengths.set(words.length, node);
    }
    for (let i = 0; i < Math.min(FIRST_WORDS, words.length); i++) node = child(node, words[i] as string);
    return node;
  }
}

function child(node: Node, word: string): Node {
  const name = word.includes(PARAMETER) ? PARAMETER : word;
  const known = node.children.get(name);
  if (known !== undefined) return known;
  if (name !== PARAMETER && node.children.size >= MAX_CHILDREN) return child(node, PARAMETER);
  const made: Node = { children: new Map(), clusters: [] };
  node.children.set(name, made);
  return made;
}
