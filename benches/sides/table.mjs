/** Prints rows under their heads, columns aligned. */
export function print(head, rows) {
  const all = [head, ...rows];
  const width = head.map((_, c) => Math.max(...all.map((row) => row[c].length)));
  const line = (row) => row.map((cell, c) => cell.padEnd(width[c])).join('  ').trimEnd();
  console.log(line(head));
  console.log(width.map((w) => '-'.repeat(w)).join('  '));
  rows.forEach((row) => console.log(line(row)));
}
