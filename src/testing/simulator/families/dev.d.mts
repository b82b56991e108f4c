/** Parameters of a family of systems. */
export interface Family {
  readonly name: string;
}

declare const family: Family;
export default family;
