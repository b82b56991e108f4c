/**
 * A whole number with commas between thousands, as in `12,345`. Not by Intl, which takes some 15 ms of a process that writes its first number.
 * @param value rounded to a whole number
 */
export function thousands(value: number): string {
  const digits = String(Math.abs(Math.round(value)));
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 && digits !== '0' ? `-${grouped}` : grouped;
}
