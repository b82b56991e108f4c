export const HEALTHY: Readonly<Record<string, unknown>>;
export const FAULTS: Readonly<Record<string, unknown>>;
