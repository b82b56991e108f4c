/*
 * Where fields stand in a simulation.log. The version in the RUN line does not tell (forks and test files lie), so each line is asked
 * itself: a request is a status, OK or KO, behind two whole numbers.
 */

/** Fields of a request by index; -1 = not there. */
export interface RequestLayout {
  /** Field that holds the record's type. */
  type: number;
  /** Number of the user, which stands before the groups; tells these layouts from later ones with a tab in a name. */
  user: number;
  groups: number;
  name: number;
  start: number;
  end: number;
  status: number;
  message: number;
}

/** 3.4 to 3.12: REQUEST groups name start end status message. */
const V3_4: RequestLayout = { type: 0, user: -1, groups: 1, name: 2, start: 3, end: 4, status: 5, message: 6 };
/** 3.0 to 3.3: the user stands before the groups. */
const V3_0: RequestLayout = { type: 0, user: 1, groups: 2, name: 3, start: 4, end: 5, status: 6, message: 7 };
/** 2.2 and 2.3: scenario and user stand before the groups. */
const V2_2: RequestLayout = { type: 0, user: 2, groups: 3, name: 4, start: 5, end: 6, status: 7, message: 8 };
/** 2.0 and 2.1: scenario user REQUEST groups name start, end of request, start of response, end status message. */
const V2_0: RequestLayout = { type: 2, user: -1, groups: 3, name: 4, start: 5, end: 8, status: 9, message: 10 };
/** 1.x: ACTION scenario user name start, end of request, start of response, end status message. */
const V1: RequestLayout = { type: 0, user: -1, groups: -1, name: 3, start: 4, end: 7, status: 8, message: 9 };

/** Layouts of a request by the word that names it. */
export const REQUEST_LAYOUTS: readonly { word: string; layouts: readonly RequestLayout[] }[] = [
  { word: 'REQUEST', layouts: [V3_4, V3_0, V2_2, V2_0] },
  { word: 'ACTION', layouts: [V1] },
];

/** Fields of a group: its path, start, end, cumulated response time and status. */
export interface GroupLayout {
  type: number;
  user: number;
  groups: number;
  start: number;
  end: number;
  status: number;
}

/** Since 3.4; 3.0 to 3.3; 2.2 and 2.3; 2.0 and 2.1 (which count OKs and KOs before the status). */
export const GROUP_LAYOUTS: readonly GroupLayout[] = [
  { type: 0, user: -1, groups: 1, start: 2, end: 3, status: 5 },
  { type: 0, user: 1, groups: 2, start: 3, end: 4, status: 6 },
  { type: 0, user: 2, groups: 3, start: 4, end: 5, status: 7 },
  { type: 2, user: -1, groups: 3, start: 4, end: 5, status: 9 },
];
