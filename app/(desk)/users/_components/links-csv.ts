type Row = { email: string; url: string; link: { expiresAt: string } };

/** The links as a CSV file. A spreadsheet takes what begins with `=`, `+`, `-` or `@` for a formula, so a `'` goes before it. */
export function linksCsv(rows: readonly Row[]): string {
  const records = rows.map(({ email, url, link }) => [email, url, link.expiresAt]);
  return [["email", "link", "expires"], ...records].map((record) => `${record.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string): string {
  const text = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
