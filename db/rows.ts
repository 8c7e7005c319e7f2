/** The one row that a statement gives back. Throws where it gave none, which is a fault of the statement. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("the statement gave no row");
  return row;
}
