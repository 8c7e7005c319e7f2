let dropped: File | undefined;

/** Keeps a file that was dropped on one page until the import page takes it: a URL cannot carry it. */
export function keepDroppedFile(file: File): void {
  dropped = file;
}

/** Gives the kept file, once. */
export function takeDroppedFile(): File | undefined {
  const file = dropped;
  dropped = undefined;
  return file;
}
