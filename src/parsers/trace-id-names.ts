/** Names of columns or tags that hold trace ids, as a file may spell them: as given, in small and in capital letters. */
export function spelled(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => [name, name.toLowerCase(), name.toUpperCase()]))];
}
