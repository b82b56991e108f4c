/** Names that `heimr list` takes; apart from the catalogs themselves, so that `--help` loads none of them. */
export const CATALOGS = ['parsers', 'detectors', 'diagnoses', 'reporters'] as const;

/** Name of a catalog. */
export type Catalog = (typeof CATALOGS)[number];
